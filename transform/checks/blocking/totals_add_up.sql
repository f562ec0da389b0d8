-- Totals that are not the sum of their parts, over parks and over the codes of each detail.
with cell as (
  select
    indicator, mode, flow, park, value,
    case
      when partner <> '_T' then 'partner' when chapter <> '_T' then 'chapter' when section <> '_T' then 'section'
      when district <> '_T' then 'district' when transport <> '_T' then 'transport' when kind <> '_T' then 'kind'
      else 'none'
    end as detail
  from publication.observation
),
parts as (
  select
    cell.indicator, cell.mode, cell.flow, additive.dimension,
    sum(value) filter (where park = '_T' and detail = 'none') as total,
    sum(value) filter (where case when dimension = 'park' then park <> '_T' and detail = 'none' else park = '_T' and detail = dimension end) as parts
  from cell
  join catalogue.additive as additive on additive.indicator = cell.indicator and additive.dimension not in ('mode', 'flow')
  group by cell.indicator, cell.mode, cell.flow, additive.dimension
)
select indicator, mode, flow, dimension, total, parts
from parts
where total <> 0 and total is distinct from parts
order by indicator, mode, flow, dimension
