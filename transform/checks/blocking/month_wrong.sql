-- Lines that were released in another month than the one that they count in.
select
  uscc, mode, flow, min(released_on) as first_day, max(released_on) as last_day, count(*) as lines,
  cast(sum(cny) as decimal(38, 2)) as effect_cny
from checked.line
where strftime(released_on, '%Y-%m') <> period
group by uscc, mode, flow
order by effect_cny desc, uscc, mode, flow
