-- What the rules found, row by row, with its place in the sender's file: what stopped a row, and what gives pause in an
-- accepted one. A confirmation sticks to the subject: the line's key.
with first_row as (
  select delivery, min(first_row) as file_row
  from judged.summary
  group by delivery
),
-- Two scans with one plain condition each: of rows that do not meet it DuckDB reads no other column.
told as (
  select delivery, part, row, file_row, period, '' as subject, coalesce(findings, outcome) as told
  from judged.line
  where outcome not in ('accepted', 'nil', 'blank')
  union all
  select delivery, part, row, file_row, period, concat_ws(' ', customs_mode, flow, declaration_no, line_no) as subject, concerns as told
  from judged.line
  where concerns is not null and outcome = 'accepted'
),
found as (
  select
    told.delivery, told.part, coalesce(told.row, told.file_row - first_row.file_row + 2) as row, told.period, told.subject,
    unnest(string_split(told.told, chr(31))) as found
  from told
  join first_row on first_row.delivery = told.delivery
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
