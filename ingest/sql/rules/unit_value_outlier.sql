-- A price more than five robust standard deviations off the tenant's usual one, and at least twofold, also against the
-- other lines of the file, of at least one thousandth of the file's value; the gross ones are asked about by another rule.
with worth as (
  select delivery, sum(cny) as cny
  from judged.examined
  group by delivery
)
select
  'unit_value_outlier' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'amount' as column_name,
  about(score.y2 / cast(line.quantity as double)) || ' / ' || about(score.y1 / cast(line.quantity as double)) as value,
  line.subject
from judged.examined as line
join judged.score as score on score.file_row = line.file_row
join worth on worth.delivery = line.delivery
where abs(score.z) > 5 and abs(score.price_shift) >= ln(2) and abs(score.apart) >= ln(2) and greatest(score.y1, score.y2) >= 0.001 * worth.cny
  and not (score.is_gross and greatest(score.y1, score.y2) >= 0.01 * worth.cny)
