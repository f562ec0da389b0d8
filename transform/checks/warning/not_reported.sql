-- Tenants due that have sent nothing, not even a nil return; their mean month of the twelve before hangs on it.
with usual as (
  select uscc, sum(cny) / count(distinct place) as cny
  from checked.tenant_month
  where place between -12 and -1
  group by uscc
)
select tenant.park_id, tenant.uscc, cast(coalesce(usual.cny, 0) as decimal(38, 2)) as effect_cny
from reporting.tenant as tenant
left join usual using (uscc)
where not tenant.received
order by effect_cny desc, park_id, uscc
