-- What the rules found, row by row, with its place in the sender's file: what stopped a row, and what gives pause in an
-- accepted one. A confirmation sticks to the subject: the line's key.
with first_row as (
  select delivery, min(first_row) as file_row
  from judged.summary
  group by delivery
),
found as (
  select
    line.delivery,
    line.part,
    coalesce(line.row, line.file_row - first_row.file_row + 2) as row,
    line.period,
    case when line.outcome = 'accepted'
      then concat_ws(' ', line.customs_mode, line.flow, line.declaration_no, line.line_no) else '' end as subject,
    unnest(string_split(
      case when line.outcome = 'accepted' then line.concerns else coalesce(line.findings, line.outcome) end, chr(31))) as found
  from judged.line as line
  join first_row on first_row.delivery = line.delivery
  where line.outcome not in ('accepted', 'nil', 'blank') or line.outcome = 'accepted' and line.concerns is not null
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
order by delivery, row, column_name, rule
