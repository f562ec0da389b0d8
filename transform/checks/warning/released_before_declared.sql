-- Lines that were released before they were declared.
select
  uscc, mode, flow, count(*) as lines, max(declared_on - released_on) as days, cast(sum(cny) as decimal(38, 2)) as effect_cny
from checked.line
where released_on < declared_on
group by uscc, mode, flow
order by effect_cny desc, uscc, mode, flow
