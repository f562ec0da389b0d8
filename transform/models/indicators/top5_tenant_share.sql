with ranked as (
  select park, mode, flow, cny_fen, row_number() over (partition by park, mode, flow order by cny_fen desc, uscc) as place
  from cells.tenant
)
select
  park,
  mode,
  flow,
  cast(divide_half_up(sum(cny_fen) filter (where place <= 5) * 1000000, sum(cny_fen)) as decimal(30, 0)) * 0.000001 as value
from ranked
group by park, mode, flow
having sum(cny_fen) > 0
