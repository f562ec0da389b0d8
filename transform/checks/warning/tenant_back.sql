-- Tenants with value after months without any, that had some before those.
with threshold as (
  select max(number) filter (where name = 'months') as months from catalogue.threshold where check_id = 'tenant_back'
),
released as (
  select count(*) as months
  from history.month
  join catalogue.month using (period)
  cross join threshold
  where place < 0 and place >= -threshold.months
),
tenant as (
  select
    uscc,
    max(place) filter (where place < 0 and cny > 0) as last_place,
    sum(cny) filter (where place = 0) as cny
  from checked.tenant_month
  group by uscc
)
select tenant.uscc, month.period as last_month, cast(tenant.cny as decimal(38, 2)) as effect_cny
from tenant
join catalogue.month as month on month.place = tenant.last_place
join threshold on tenant.last_place < -threshold.months
join released on released.months = threshold.months
where tenant.cny > 0
order by effect_cny desc, uscc
