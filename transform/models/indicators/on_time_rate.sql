select
  park,
  cast(divide_half_up(count(*) filter (where on_time) * 1000000, count(*)) as decimal(30, 0)) * 0.000001 as value
from cells.report
group by park
