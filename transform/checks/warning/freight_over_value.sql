-- Lines whose freight and insurance are more than the goods.
select
  uscc, mode, flow, count(*) as lines, min(declaration_no) as first_declaration_no, cast(sum(cny) as decimal(38, 2)) as effect_cny
from checked.line
where coalesce(freight, 0) + coalesce(insurance, 0) > amount
group by uscc, mode, flow
order by effect_cny desc, uscc, mode, flow
