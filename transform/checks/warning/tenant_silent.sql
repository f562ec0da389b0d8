-- Tenants with value in each of the months before, and none now, although they have reported or are not due any more.
with threshold as (
  select max(number) filter (where name = 'months') as months from catalogue.threshold where check_id = 'tenant_silent'
),
tenant as (
  select
    uscc,
    count(distinct place) filter (where place < 0 and place >= -threshold.months and cny > 0) as months,
    sum(cny) filter (where place < 0 and place >= -threshold.months) as cny,
    sum(cny) filter (where place = 0) as current_cny
  from checked.tenant_month
  cross join threshold
  group by uscc
)
select uscc, tenant.months, cast(cny / tenant.months as decimal(38, 2)) as effect_cny
from tenant
join threshold on threshold.months = tenant.months
where coalesce(current_cny, 0) = 0 and uscc not in (select uscc from reporting.tenant where not received)
order by effect_cny desc, uscc
