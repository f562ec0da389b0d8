-- Exports on which import taxes were paid.
select uscc, mode, count(*) as lines, sum(tax) as tax, cast(sum(cny) as decimal(38, 2)) as effect_cny
from checked.line
where flow = 'export' and tax > 0
group by uscc, mode
order by effect_cny desc, uscc, mode
