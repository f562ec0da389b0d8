-- Returns and cancellations in force, of the months that are computed and, for the same tenants, of all months before:
-- what was returned earlier bounds what can be returned later.
select
  event.delivery,
  coalesce(event.part, '') as part,
  event.row,
  event.uscc,
  event.kind,
  event.customs_mode,
  event.flow,
  event.period,
  event.declaration_no,
  event.line_no,
  event.event_on,
  event.quantity,
  event.unit,
  in_force.by_message
from lake.event as event
join lake.event_in_force as in_force
  on in_force.delivery = event.delivery and in_force.customs_mode = event.customs_mode
  and in_force.flow = event.flow and in_force.period = event.period
where event.outcome = 'accepted'
