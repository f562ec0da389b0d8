-- What the rules found of each event, with its place in the sender's file. A confirmation sticks to the subject.
with found as (
  select
    delivery, part, row, period,
    case when outcome = 'accepted' then concat_ws(' ', coalesce(customs_mode, ''), coalesce(flow, ''), declaration_no, line_no) else '' end as subject,
    unnest(string_split(case when outcome = 'accepted' then concerns else coalesce(findings, outcome) end, chr(31))) as found
  from judged.resolved_event
  where outcome not in ('accepted', 'blank') or outcome = 'accepted' and concerns is not null
)
select
  delivery,
  part,
  row,
  period,
  subject,
  split_part(found, chr(30), 1) as rule,
  nullif(split_part(found, chr(30), 2), '') as column_name,
  nullif(split_part(found, chr(30), 3), '') as value
from found
order by delivery, part, row, column_name, rule
