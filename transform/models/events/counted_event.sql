-- What each event takes off each of its lines, in fen: a return its share of the line by quantity, rounded half up; a
-- cancellation, and a return without a quantity, all of it; together never more than the line is worth, the earlier first.
-- `state` tells what does not count: its line is not in force, or its quantity cannot be compared with the line's.
with asked as (
  select
    *,
    cast(cast(quantity as decimal(38, 5)) * 100000 as hugeint) * numerator as returned_quantity,
    cast(cast(line_quantity as decimal(38, 5)) * 100000 as hugeint) * denominator as whole_quantity,
    case
      when park_id is null then 'without_line'
      when kind = 'return' and quantity is not null and (numerator is null or line_quantity is null) then 'other_unit'
      else 'counted'
    end as state
  from events.placed_event
),
valued as (
  select
    *,
    case
      when state <> 'counted' or line_fen is null then 0
      when kind = 'cancellation' or quantity is null or returned_quantity >= whole_quantity then line_fen
      else (2 * line_fen * returned_quantity + whole_quantity) // (2 * whole_quantity)
    end as asked_fen
  from asked
),
running as (
  select
    *,
    sum(asked_fen) over (
      partition by uscc, customs_mode, flow, declaration_no, original_line_no
      order by event_on, delivery, part, row rows unbounded preceding
    ) as asked_so_far,
    row_number() over (
      partition by uscc, customs_mode, flow, declaration_no, kind, state
      order by event_on, delivery, part, row, original_line_no
    ) as place
  from valued
)
select
  running.period,
  running.customs_mode,
  running.flow,
  running.kind,
  running.uscc,
  running.park_id,
  coalesce(running.original_period, '_U') as original_period,
  running.delivery,
  running.part,
  running.row,
  running.declaration_no,
  coalesce(running.original_line_no, running.line_no) as line_no,
  running.event_on,
  running.state,
  cast(running.state = 'counted' and running.place = 1 as integer) as declarations,
  cast(case when running.line_fen is null then 0
    else greatest(least(running.asked_so_far, running.line_fen) - least(running.asked_so_far - running.asked_fen, running.line_fen), 0)
  end as decimal(38, 0)) as cny_fen
from running
join lake.event_due as due
  on due.customs_mode = running.customs_mode and due.flow = running.flow and due.period = running.period
