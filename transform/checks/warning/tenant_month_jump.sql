-- Tenants whose change against the month before, by mode and flow, lies outside median ± k × MAD of their own changes.
with threshold as (
  select
    max(number) filter (where name = 'deviations') as deviations,
    max(number) filter (where name = 'changes') as changes,
    max(number) filter (where name = 'least_deviation') as least_deviation,
    max(number) filter (where name = 'share') as share
  from catalogue.threshold where check_id = 'tenant_month_jump'
),
change as (
  select now.uscc, now.mode, now.flow, now.step_place, before.cny as cny_before, now.cny, ln(now.cny / before.cny) as change
  from checked.tenant_step as now
  join checked.tenant_step as before
    on before.uscc = now.uscc and before.mode = now.mode and before.flow = now.flow and before.step_place = now.step_place - 1
),
centre as (
  select uscc, mode, flow, median(change) as median, count(*) as changes
  from change
  where step_place < 0
  group by uscc, mode, flow
),
spread as (
  select uscc, mode, flow, median(abs(change.change - centre.median)) as mad
  from change
  join centre using (uscc, mode, flow)
  where step_place < 0
  group by uscc, mode, flow
),
city as (select sum(cny) as cny from checked.tenant_step where step_place = 0)
select
  change.uscc, change.mode, change.flow, cast(change.cny_before as decimal(38, 2)) as cny_before, cast(change.cny as decimal(38, 2)) as cny,
  centre.changes, cast(exp(centre.median) - 1 as decimal(18, 4)) as usual_growth, cast(exp(change.change) - 1 as decimal(18, 4)) as growth,
  cast(abs(change.cny - change.cny_before * exp(centre.median)) as decimal(38, 2)) as effect_cny
from change
join centre using (uscc, mode, flow)
join spread using (uscc, mode, flow)
cross join threshold
cross join city
where change.step_place = 0 and centre.changes >= threshold.changes
  and abs(change.change - centre.median) > threshold.deviations * greatest(spread.mad, threshold.least_deviation)
  and abs(change.cny - change.cny_before) >= city.cny * threshold.share
order by effect_cny desc, change.uscc, change.mode, change.flow
