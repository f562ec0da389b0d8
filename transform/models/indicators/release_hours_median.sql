-- Nearest rank, the lower of two in the middle: the first time that half of the declarations do not exceed.
with summed as (
  select
    park, mode, flow, release_minutes,
    sum(sum(declarations)) over (partition by park, mode, flow order by release_minutes) as reached,
    sum(sum(declarations)) over (partition by park, mode, flow) as declarations
  from cells.trait
  group by park, mode, flow, release_minutes
)
select park, mode, flow, cast(divide_half_up(min(release_minutes) * 100, 60) as decimal(30, 0)) * 0.01 as value
from summed
where 2 * reached >= declarations
group by park, mode, flow
