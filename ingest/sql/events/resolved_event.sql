-- judged.event with what judged.event_finding adds: rules that must be met reject the event, others give pause.
with added as (
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
    case when added.findings is null then added.concerns end as concerns
  )
from judged.event as event
left join added on added.delivery = event.delivery and added.part is not distinct from event.part and added.row = event.row
order by event.delivery, event.part, event.row
