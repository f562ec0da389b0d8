-- Lines whose 18-digit number a spreadsheet has cut to 15 digits: the last three became 000. One number in a thousand
-- ends so by chance; more than one in twenty within a delivery is damage. Returns only rows whose outcome changes.
with damaged as (
  select delivery
  from judged.summary
  where outcome = 'accepted'
  group by delivery
  having sum(rows_ending_000) * 20 > sum(rows)
)
select
  line.file_row,
  'rejected' as outcome,
  finding_as_is('identifier_damaged', 'declaration_no', line.declaration_no) as findings
from judged.line as line
join damaged on damaged.delivery = line.delivery
where line.outcome = 'accepted' and ends_with(line.declaration_no, '000')
