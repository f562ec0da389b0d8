-- Every event beside each line that it is about: the one named, or all of its declaration. A line that stands in two months
-- is that of the later one. Without a line in force there is none, and the event stands alone.
with matched as (
  select
    event.*,
    line.line_no as original_line_no,
    line.period as original_period,
    line.park_id,
    line.quantity as line_quantity,
    line.unit as line_unit,
    line.cny_fen as line_fen,
    row_number() over (
      partition by event.delivery, event.part, event.row, line.line_no order by line.period desc, line.delivery
    ) as place
  from events.event as event
  left join events.original_line as line
    on line.uscc = event.uscc and line.customs_mode = event.customs_mode and line.flow = event.flow
    and line.declaration_no = event.declaration_no and (event.line_no is null or line.line_no = event.line_no)
    and line.period <= event.period
)
select
  matched.* exclude (park_id, place),
  -- What customs took out of the lines itself has no line to be placed by.
  case when matched.line_fen is null and matched.by_message and matched.kind = 'cancellation' then membership.park_id
    else matched.park_id end as park_id,
  factor.numerator,
  factor.denominator
from matched
left join registry.membership as membership
  on membership.uscc = matched.uscc and matched.event_on >= membership.from_day and matched.event_on < membership.to_day
left join catalogue.unit_factor as factor
  on factor.from_unit = coalesce(matched.unit, matched.line_unit) and factor.to_unit = matched.line_unit
where matched.place = 1
