-- Parks in which tenants are due and none of them has sent anything.
with usual as (
  select park as park_id, sum(cny) / count(distinct place) as cny
  from checked.tenant_month
  where place between -12 and -1
  group by park
)
select tenant.park_id, count(*) as tenants, cast(coalesce(any_value(usual.cny), 0) as decimal(38, 2)) as effect_cny
from reporting.tenant as tenant
left join usual using (park_id)
group by tenant.park_id
having not bool_or(tenant.received)
order by effect_cny desc, park_id
