-- Tenants with value under a mode and flow that they did not use in the year before, although they traded.
with threshold as (
  select max(number) filter (where name = 'months') as months from catalogue.threshold where check_id = 'mode_new'
),
used as (
  select uscc, mode, flow, sum(cny) filter (where place = 0) as now, coalesce(sum(cny) filter (where place < 0 and place >= -12), 0) as before
  from checked.tenant_month
  group by uscc, mode, flow
),
active as (
  select uscc, count(distinct place) as months
  from checked.tenant_month
  where place between -12 and -1 and cny > 0
  group by uscc
)
select used.uscc, used.mode, used.flow, active.months, cast(used.now as decimal(38, 2)) as effect_cny
from used
join active using (uscc)
join threshold on active.months >= threshold.months
where used.now > 0 and used.before = 0
order by effect_cny desc, uscc, mode, flow
