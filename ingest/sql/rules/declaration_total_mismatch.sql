-- The lines of a declaration add up to something else than its total, by more than one in a hundred.
select
  'declaration_total_mismatch' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'declaration_total' as column_name,
  plain_decimal(sums.stated) || ' / ' || plain_decimal(sums.own) as value,
  line.subject
from judged.examined as line
join judged.declaration_sum as sums on sums.file_row = line.file_row
where sums.difference > 0.01 * sums.stated
