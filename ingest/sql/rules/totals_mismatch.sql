-- A totals row says something else than the sum of the rows above it, by more than their rounding.
select
  'totals_mismatch' as rule,
  total.delivery,
  total.part,
  total.row,
  total.column_name,
  total.stated || ' / ' || total.own as value,
  '' as subject
from judged.totals_row as total
join judged.file as file on file.delivery = total.delivery
where abs(try_cast(total.stated as decimal(38, 5)) - try_cast(total.own as decimal(38, 5))) > 0.01 * (file.lines + file.rejected)
