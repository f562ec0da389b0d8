-- Tenants due in each park and in the city, and whether they reported, and in time. A tenant that moved is due in both parks, once in the city.
select park_id as park, uscc, received, on_time
from reporting.tenant
union all
select '_T' as park, uscc, bool_or(received) as received, bool_or(on_time) as on_time
from reporting.tenant
group by uscc
