-- Tenants with exactly as many lines of a mode and flow as in each of the two months before.
with threshold as (
  select max(number) filter (where name = 'lines') as lines from catalogue.threshold where check_id = 'lines_repeated'
),
value as (
  select uscc, mode, flow, place, sum(lines) as lines, sum(cny) as cny
  from checked.tenant_month
  where place between -2 and 0
  group by uscc, mode, flow, place
)
select uscc, mode, flow, max(value.lines) as lines, cast(sum(cny) filter (where place = 0) as decimal(38, 2)) as effect_cny
from value
cross join threshold
group by uscc, mode, flow
having count(*) = 3 and min(value.lines) = max(value.lines) and max(value.lines) >= any_value(threshold.lines)
order by effect_cny desc, uscc, mode, flow
