-- Cells of park, mode and flow whose change against the month before lies outside median ± k × MAD of their own changes.
-- January and February are one step.
with threshold as (
  select
    max(number) filter (where name = 'deviations') as deviations,
    max(number) filter (where name = 'changes') as changes,
    max(number) filter (where name = 'least_deviation') as least_deviation,
    max(number) filter (where name = 'share') as share
  from catalogue.threshold where check_id = 'cell_month_jump'
),
length as (
  select step_place, count(*) as months from catalogue.month where step_place is not null group by step_place
),
step as (
  select park, mode, flow, step_place, cast(sum(value) as double) / any_value(length.months) as cny
  from checked.cell_month
  join catalogue.month using (place)
  join length using (step_place)
  where indicator = 'trade_value'
  group by park, mode, flow, step_place
  having sum(value) > 0
),
change as (
  select now.park, now.mode, now.flow, now.step_place, before.cny as cny_before, now.cny, ln(now.cny / before.cny) as change
  from step as now
  join step as before
    on before.park = now.park and before.mode = now.mode and before.flow = now.flow and before.step_place = now.step_place - 1
),
centre as (
  select park, mode, flow, median(change) as median, count(*) as changes
  from change
  where step_place < 0
  group by park, mode, flow
),
spread as (
  select park, mode, flow, median(abs(change.change - centre.median)) as mad
  from change
  join centre using (park, mode, flow)
  where step_place < 0
  group by park, mode, flow
),
city as (select cny from step where park = '_T' and mode = '_T' and flow = '_T' and step_place = 0)
select
  change.park, change.mode, change.flow, cast(change.cny_before as decimal(38, 2)) as cny_before, cast(change.cny as decimal(38, 2)) as cny,
  centre.changes, cast(exp(centre.median) - 1 as decimal(18, 4)) as usual_growth, cast(exp(change.change) - 1 as decimal(18, 4)) as growth,
  cast(abs(change.cny - change.cny_before * exp(centre.median)) as decimal(38, 2)) as effect_cny
from change
join centre using (park, mode, flow)
join spread using (park, mode, flow)
cross join threshold
cross join city
where change.step_place = 0 and centre.changes >= threshold.changes
  and abs(change.change - centre.median) > threshold.deviations * greatest(spread.mad, threshold.least_deviation)
  and abs(change.cny - change.cny_before) >= city.cny * threshold.share
order by effect_cny desc, change.park, change.mode, change.flow
