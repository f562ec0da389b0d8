select
  park,
  cast(divide_half_up(sum(rejected) * 1000000, sum(rows_read)) as decimal(30, 0)) * 0.000001 as value
from cells.judged
group by park
having sum(rows_read) > 0
