-- Tenants with nearly all declarations of a mode and flow released on one day.
with threshold as (
  select
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'declarations') as declarations
  from catalogue.threshold where check_id = 'single_day'
),
day as (
  select uscc, mode, flow, released_on, count(*) as declarations, sum(cny) as cny
  from checked.declaration
  group by uscc, mode, flow, released_on
),
month as (
  select uscc, mode, flow, sum(declarations) as declarations, max(declarations) as most from day group by uscc, mode, flow
)
select
  day.uscc, day.mode, day.flow, day.released_on as day, day.declarations, month.declarations as all_declarations,
  cast(day.cny as decimal(38, 2)) as effect_cny
from month
join day on day.uscc = month.uscc and day.mode = month.mode and day.flow = month.flow and day.declarations = month.most
join threshold on month.declarations >= threshold.declarations and month.most >= month.declarations * threshold.share
order by effect_cny desc, day.uscc, day.mode, day.flow
