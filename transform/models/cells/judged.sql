-- Rows read and rejected in the deliveries in force, by park of the tenant and in the city.
select tenant.park_id as park, delivery.rows_read, delivery.rejected
from reporting.delivery as delivery
join reporting.tenant as tenant on tenant.uscc = delivery.uscc
union all
select '_T' as park, rows_read, rejected
from reporting.delivery
