-- Cells of park and mode of which a large part is estimated.
with threshold as (
  select max(number) filter (where name = 'share') as share from catalogue.threshold where check_id = 'estimated_share'
),
part as (
  select park, mode, 0 as estimated, cny from checked.tenant_month where place = 0
  union all
  select park, mode, cny as estimated, cny from reporting.estimate
),
cell as (
  select coalesce(park, '_T') as park, coalesce(mode, '_T') as mode, sum(estimated) as estimated, sum(cny) as cny
  from part
  group by cube (park, mode)
)
select park, mode, cast(estimated / cny as decimal(18, 4)) as share, cast(estimated as decimal(38, 2)) as effect_cny
from cell
cross join threshold
where cny > 0 and estimated > cny * threshold.share
order by effect_cny desc, park, mode
