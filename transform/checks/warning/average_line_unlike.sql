-- Tenants whose mean value of a line, by mode and flow, is many times or a small part of its own median: 万元 for yuan, a wrong
-- currency, other goods.
with threshold as (
  select
    max(number) filter (where name = 'factor') as factor,
    max(number) filter (where name = 'months') as months
  from catalogue.threshold where check_id = 'average_line_unlike'
),
average as (
  select uscc, mode, flow, place, sum(cny) as cny, cast(sum(cny) as double) / sum(lines) as average
  from checked.tenant_month
  where lines > 0
  group by uscc, mode, flow, place
),
usual as (
  select uscc, mode, flow, median(average) as average, count(*) as months
  from average
  where place < 0
  group by uscc, mode, flow
)
select
  now.uscc, now.mode, now.flow, cast(usual.average as decimal(38, 2)) as average_before, cast(now.average as decimal(38, 2)) as average,
  cast(now.cny as decimal(38, 2)) as effect_cny
from average as now
join usual using (uscc, mode, flow)
join threshold on usual.months >= threshold.months
where now.place = 0 and (now.average > usual.average * threshold.factor or now.average * threshold.factor < usual.average)
order by effect_cny desc, now.uscc, now.mode, now.flow
