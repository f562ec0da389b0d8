-- A price fivefold off the tenant's usual one and twofold beyond any that it had, far off all other lines of the file
-- (Hidiroglou–Berthelot, C = 20), and of at least one hundredth of the file's value.
with worth as (
  select delivery, sum(cny) as cny
  from judged.examined
  group by delivery
)
select
  'unit_value_gross' as rule,
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
where score.is_gross and greatest(score.y1, score.y2) >= 0.01 * worth.cny
