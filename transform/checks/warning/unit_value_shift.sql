-- Chapters whose value of a unit, by flow and unit, is a multiple or a part of that of the three months before.
with threshold as (
  select
    max(number) filter (where name = 'factor') as factor,
    max(number) filter (where name = 'lines') as lines
  from catalogue.threshold where check_id = 'unit_value_shift'
),
now as (
  select chapter, flow, unit, count(*) as lines, sum(cny) as cny, cast(sum(cny) as double) / cast(sum(quantity) as double) as price
  from checked.line
  group by chapter, flow, unit
),
before as (
  select chapter, flow, unit, sum(lines) as lines, cast(sum(cny) as double) / cast(sum(quantity) as double) as price
  from checked.earlier
  group by chapter, flow, unit
)
select
  now.chapter, now.flow, now.unit, now.lines, cast(before.price as decimal(38, 2)) as price_before, cast(now.price as decimal(38, 2)) as price,
  cast(now.cny as decimal(38, 2)) as effect_cny
from now
join before using (chapter, flow, unit)
join threshold on now.lines >= threshold.lines and before.lines >= threshold.lines
where now.price > before.price * threshold.factor or now.price * threshold.factor < before.price
order by effect_cny desc, now.chapter, now.flow, now.unit
