-- Every row that did not become a line, with its place in the sender's file and what stopped it.
with first_row as (
  select delivery, min(first_row) as file_row
  from judged.summary
  group by delivery
),
stopped as (
  select
    line.delivery,
    coalesce(line.row, line.file_row - first_row.file_row + 2) as row,
    line.outcome,
    line.period,
    unnest(string_split(coalesce(line.findings, line.outcome), chr(31))) as found
  from judged.line as line
  join first_row on first_row.delivery = line.delivery
  where line.outcome not in ('accepted', 'nil', 'blank')
)
select
  delivery,
  row,
  outcome,
  period,
  split_part(found, chr(30), 1) as rule,
  nullif(split_part(found, chr(30), 2), '') as column_name,
  nullif(split_part(found, chr(30), 3), '') as value
from stopped
order by delivery, row, column_name, rule
