-- The lines of a declaration add up to its total but for a little: more than a cent and one in a thousand.
select
  'declaration_total_rounding' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'declaration_total' as column_name,
  plain_decimal(sums.stated) || ' / ' || plain_decimal(sums.own) as value,
  line.subject
from judged.examined as line
join judged.declaration_sum as sums on sums.file_row = line.file_row
where sums.difference > 0.01 and sums.difference > 0.001 * sums.stated and sums.difference <= 0.01 * sums.stated
