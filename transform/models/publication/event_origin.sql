-- Returns and cancellations of the month by the month of the line that they are about, in yuan.
select
  kind,
  mode,
  flow,
  park,
  original_period,
  cast(events as varchar) as events,
  cast(cast(cny_fen as decimal(30, 0)) * 0.01 as varchar) as cny
from cells.event_origin
order by kind, mode, flow, park, original_period
