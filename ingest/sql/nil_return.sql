-- Nil returns as written: a month, and the mode and flow or neither.
with first_row as (
  select delivery, min(first_row) as file_row
  from judged.summary
  group by delivery
)
select
  line.delivery,
  line.part,
  coalesce(line.row, line.file_row - first_row.file_row + 2) as row,
  nullif(split_part(line.findings, chr(31), 1), '') as customs_mode,
  nullif(split_part(line.findings, chr(31), 2), '') as flow,
  nullif(split_part(line.findings, chr(31), 3), '') as period
from judged.line as line
join first_row on first_row.delivery = line.delivery
where line.outcome = 'nil'
order by line.delivery, row
