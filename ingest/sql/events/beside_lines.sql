-- What judged.event shows beside the tenant's lines in force and its earlier events: one row for every rule that fires on
-- an event. It is of one line or, where it names none, of all lines of its declaration. Quantities in units of one measure
-- are compared in its smallest.
with event as (
  select *, row_number() over (partition by delivery order by part, row) as place
  from judged.event
  where outcome = 'accepted'
),
original as (
  select
    event.delivery, event.part, event.row, event.place, event.kind, event.declaration_no, event.line_no, event.event_on,
    event.quantity, event.unit, event.uscc, event.by_message, count(line.declaration_no) as lines,
    min(line.released_on) as released_on, min(line.flow) as flow, min(line.quantity) as line_quantity, min(line.unit) as line_unit,
    concat_ws(' ', coalesce(min(line.customs_mode), event.customs_mode, ''), coalesce(min(line.flow), event.flow, ''), event.declaration_no, event.line_no) as subject
  from event
  left join history.line_in_force as line
    on line.uscc = event.uscc and line.declaration_no = event.declaration_no
    and (event.line_no is null or line.line_no = event.line_no)
    and (event.customs_mode is null or line.customs_mode = event.customs_mode)
    and (event.flow is null or line.flow = event.flow)
  group by event.delivery, event.part, event.row, event.place, event.kind, event.declaration_no, event.line_no, event.event_on,
    event.quantity, event.unit, event.uscc, event.customs_mode, event.flow, event.by_message
),
returned_before as (
  select original.delivery, original.part, original.row,
    sum(coalesce(earlier.quantity, original.line_quantity)
      * coalesce(unit_size(coalesce(earlier.unit, original.line_unit)), 1)) as quantity
  from original
  join history.event_in_force as earlier
    on earlier.uscc = original.uscc and earlier.declaration_no = original.declaration_no
    and (earlier.line_no is null or earlier.line_no = original.line_no)
  where earlier.kind = 'return' and earlier.outcome = 'accepted'
  group by original.delivery, original.part, original.row
),
counted as (
  select
    original.*,
    coalesce(original.unit = line_unit or unit_measure(original.unit) = unit_measure(line_unit), original.unit is null) as is_comparable,
    original.line_quantity * coalesce(unit_size(line_unit), 1) as whole,
    coalesce(returned_before.quantity, 0)
      + sum(coalesce(original.quantity, original.line_quantity) * coalesce(unit_size(coalesce(original.unit, line_unit)), 1)) over (
        partition by original.delivery, original.declaration_no, original.line_no order by original.event_on, original.place
      ) as returned
  from original
  left join returned_before
    on returned_before.delivery = original.delivery and returned_before.part is not distinct from original.part
    and returned_before.row = original.row
  where original.kind = 'return' and original.line_no is not null
),
twice as (
  select delivery, part, row, declaration_no, line_no, subject,
    row_number() over (partition by delivery, kind, declaration_no, line_no, event_on, quantity order by place) > 1
      or exists (select 1 from history.event_in_force as earlier
        where earlier.outcome = 'accepted' and earlier.uscc = original.uscc and earlier.kind = original.kind
          and earlier.declaration_no = original.declaration_no and earlier.line_no is not distinct from original.line_no
          and earlier.event_on = original.event_on and earlier.quantity is not distinct from original.quantity) as again
  from original
),
found as (
  select delivery, part, row, subject, 'return_unknown_line' as rule, 'declaration_no' as column_name, concat_ws(' / ', declaration_no, line_no) as value
  from original where kind = 'return' and lines = 0
  union all
  select delivery, part, row, subject, 'cancellation_of_unknown', 'declaration_no', concat_ws(' / ', declaration_no, line_no)
  from original where kind = 'cancellation' and lines = 0 and not by_message -- What customs messages cancel has left the lines.
  union all
  select delivery, part, row, subject, 'return_unit', 'unit', concat_ws(' / ', unit, line_unit)
  from counted where not is_comparable and lines > 0
  union all
  select delivery, part, row, subject, 'return_before_release', 'event_on', cast(released_on as varchar)
  from original where kind = 'return' and event_on < released_on
  union all
  select delivery, part, row, subject, 'return_late', 'event_on', cast(released_on as varchar)
  from original where kind = 'return' and event_on > released_on + case flow when 'import' then interval 30 day else interval 1 year end
  union all
  select delivery, part, row, subject, 'return_over_quantity', 'quantity', concat_ws(' / ', cast(returned / coalesce(unit_size(line_unit), 1) as decimal(38, 5)), line_quantity)
  from counted where returned > whole and is_comparable
  union all
  select delivery, part, row, subject, 'event_twice', 'declaration_no', concat_ws(' / ', declaration_no, line_no)
  from twice where again
)
select * from found order by delivery, part, row, rule
