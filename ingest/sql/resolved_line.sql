-- judged.line with the outcomes in judged.change put in. The join does not keep the order, so row numbers are written down.
with first_row as (
  select delivery, min(first_row) as file_row
  from judged.summary
  group by delivery
)
select
  line.* exclude (file_row) replace (
    coalesce(line.row, line.file_row - first_row.file_row + 2) as row,
    coalesce(change.outcome, line.outcome) as outcome,
    case when change.file_row is null then line.findings else change.findings end as findings
  )
from judged.line as line
join first_row on first_row.delivery = line.delivery
left join judged.change as change on change.file_row = line.file_row
