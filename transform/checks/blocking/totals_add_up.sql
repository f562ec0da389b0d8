-- Cells whose total over parks, partners or chapters is not the sum of its parts.
with parts as (
  select
    indicator, mode, flow,
    sum(value) filter (where park = '_T' and partner = '_T' and chapter = '_T') as total,
    sum(value) filter (where park <> '_T' and partner = '_T' and chapter = '_T') as parks,
    sum(value) filter (where park = '_T' and partner <> '_T') as partners,
    sum(value) filter (where park = '_T' and chapter <> '_T') as chapters
  from publication.observation
  where indicator in ('trade_value', 'trade_value_usd')
  group by indicator, mode, flow
)
select *
from parts
where total <> 0 and (total is distinct from parks or total is distinct from partners or total is distinct from chapters)
order by indicator, mode, flow
