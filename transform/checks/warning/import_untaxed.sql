-- Tenants with retail imports that all carry a tax of zero. Taxes left empty are not zero.
with threshold as (
  select max(number) filter (where name = 'lines') as lines from catalogue.threshold where check_id = 'import_untaxed'
)
select line.uscc, line.mode, count(*) as lines, cast(sum(line.cny) as decimal(38, 2)) as effect_cny
from checked.line as line
join catalogue.pair as pair on pair.mode = line.mode and pair.flow = line.flow and pair.retail
where line.flow = 'import'
group by line.uscc, line.mode
having count(line.tax) >= (select lines from threshold) and sum(line.tax) = 0
order by effect_cny desc, line.uscc, line.mode
