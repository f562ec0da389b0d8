-- judged.event with what judged.event_finding adds: rules that must be met reject the event, others give pause. Mode and
-- flow that the event does not name are those of its line.
with original as (
  select line.uscc, line.declaration_no, min(line.customs_mode) as customs_mode, min(line.flow) as flow
  from history.line_in_force as line
  join (select distinct uscc, declaration_no from judged.event) as named
    on named.uscc = line.uscc and named.declaration_no = line.declaration_no
  group by line.uscc, line.declaration_no
),
added as (
  select
    delivery, part, row,
    string_agg(rule || chr(30) || column_name || chr(30) || value, chr(31) order by rule) filter (where rejects) as findings,
    string_agg(rule || chr(30) || column_name || chr(30) || value, chr(31) order by rule) filter (where not rejects) as concerns
  from judged.event_finding
  group by delivery, part, row
)
select
  event.* replace (
    case when added.findings is null then event.outcome else 'rejected' end as outcome,
    coalesce(event.findings, added.findings) as findings,
    coalesce(event.customs_mode, original.customs_mode) as customs_mode,
    coalesce(event.flow, original.flow) as flow,
    case when added.findings is null then added.concerns end as concerns
  )
from judged.event as event
left join added on added.delivery = event.delivery and added.part is not distinct from event.part and added.row = event.row
left join original on original.uscc = event.uscc and original.declaration_no = event.declaration_no
order by event.delivery, event.part, event.row
