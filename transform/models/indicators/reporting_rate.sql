select
  park,
  '_T' as mode,
  '_T' as flow,
  '_T' as partner,
  '_T' as chapter,
  cast(divide_half_up(count(*) filter (where received) * 1000000, count(*)) as decimal(30, 0)) * 0.000001 as value
from cells.report
group by park
