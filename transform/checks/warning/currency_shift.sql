-- Tenants of whose value a large part changed its currency against the three months before.
with threshold as (
  select max(number) filter (where name = 'points') as points from catalogue.threshold where check_id = 'currency_shift'
),
part as (
  select uscc, currency, sum(cny) as cny, 0 as cny_before from checked.line group by uscc, currency
  union all
  select uscc, currency, 0 as cny, sum(cny) as cny_before from checked.earlier group by uscc, currency
),
share as (
  select
    uscc, currency, sum(cny) as cny, sum(sum(cny)) over tenant as all_cny,
    sum(cny_before) as cny_before, sum(sum(cny_before)) over tenant as all_before
  from part
  group by uscc, currency
  window tenant as (partition by uscc)
)
select
  uscc, currency, cast(cny_before / all_before as decimal(18, 4)) as share_before, cast(cny / all_cny as decimal(18, 4)) as share,
  cast(cny as decimal(38, 2)) as effect_cny
from share
cross join threshold
where all_cny > 0 and all_before > 0 and cny / all_cny - cny_before / all_before > threshold.points
order by effect_cny desc, uscc, currency
