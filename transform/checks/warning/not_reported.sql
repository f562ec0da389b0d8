-- Tenants due that have sent nothing, not even a nil return.
select park_id, uscc
from reporting.tenant
where not received
order by park_id, uscc
