-- Less what was returned in the month, and what was cancelled in it and still stands among the lines.
with part as (
  select park, mode, flow, cny_fen
  from cells.value
  where is_total
  union all
  select park, mode, flow, cny_fen
  from cells.estimate
  where is_total
  union all
  select park, mode, flow, -cny_fen as cny_fen
  from cells.event
)
select park, mode, flow, cast(sum(cny_fen) as decimal(30, 0)) * 0.01 as value
from part
group by park, mode, flow
