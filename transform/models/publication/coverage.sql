-- Share of the tenants due that reported, for each park and the city.
select
  park,
  count(*) as expected,
  count(*) filter (where received) as received,
  cast(divide_half_up(count(*) filter (where received) * 1000000, count(*)) as decimal(30, 0)) * 0.000001 as coverage
from cells.report
group by park
