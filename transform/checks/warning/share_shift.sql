-- Modes and parks whose share of the city moved by many points against the three months before.
with threshold as (
  select max(number) filter (where name = 'points') as points from catalogue.threshold where check_id = 'share_shift'
),
part as (
  select 'mode' as dimension, mode as code, place, sum(cny) as cny from checked.tenant_month group by mode, place
  union all
  select 'park' as dimension, park as code, place, sum(cny) as cny from checked.tenant_month group by park, place
),
city as (
  select dimension, sum(cny) filter (where place = 0) as cny, sum(cny) filter (where place between -3 and -1) as cny_before
  from part
  group by dimension
),
share as (
  select
    part.dimension, part.code, any_value(city.cny) as city,
    coalesce(sum(part.cny) filter (where place = 0), 0) / any_value(city.cny) as share,
    coalesce(sum(part.cny) filter (where place between -3 and -1), 0) / any_value(city.cny_before) as share_before
  from part
  join city using (dimension)
  where city.cny > 0 and city.cny_before > 0
  group by part.dimension, part.code
)
select
  dimension, code, cast(share_before as decimal(18, 4)) as share_before, cast(share as decimal(18, 4)) as share,
  cast(abs(share - share_before) * city as decimal(38, 2)) as effect_cny
from share
cross join threshold
where abs(share - share_before) > threshold.points
order by effect_cny desc, dimension, code
