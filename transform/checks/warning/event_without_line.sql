-- Returns and cancellations that count nothing, because their line is not in force any more or is now in a unit that their
-- quantity cannot be compared with.
select
  kind, customs_mode, flow, uscc, declaration_no, line_no, event_on, state, delivery,
  cast(0 as decimal(38, 2)) as effect_cny
from facts.event
where state <> 'counted'
order by customs_mode, flow, uscc, declaration_no, line_no, event_on, kind, delivery
