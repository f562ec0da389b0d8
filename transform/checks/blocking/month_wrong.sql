-- Lines that were released in another month than the one that they count in.
select
  line.uscc, line.mode, line.flow, min(line.released_on) as first_day, max(line.released_on) as last_day, count(*) as lines,
  cast(sum(line.cny) as decimal(38, 2)) as effect_cny
from checked.line as line
join catalogue.month as month
  on month.place = 0 and (line.released_on < month.first_day or line.released_on > month.last_day)
group by line.uscc, line.mode, line.flow
order by effect_cny desc, line.uscc, line.mode, line.flow
