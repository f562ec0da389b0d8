-- Lines of a tenant that was in no park on the day of release.
select
  line.period, line.customs_mode, line.flow, line.uscc, count(*) as lines, min(line.declaration_no) as first_declaration_no,
  cast(cast(coalesce(sum(line.cny_fen), 0) as decimal(20, 0)) * 0.01 as decimal(38, 2)) as effect_cny
from facts.valued_line as line
where line.park_id is null
group by line.period, line.customs_mode, line.flow, line.uscc
order by line.period, line.customs_mode, line.flow, line.uscc
