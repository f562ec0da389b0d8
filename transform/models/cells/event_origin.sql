-- The events of the month by the month of the line that they are about.
select
  kind,
  customs_mode as mode,
  flow,
  park_id as park,
  original_period,
  count(distinct (delivery, part, row)) as events,
  cast(sum(cny_fen) as hugeint) as cny_fen
from facts.event
where state = 'counted'
group by kind, customs_mode, flow, park_id, original_period
