-- Every cell of a month with its value, status and coverage. A possible cell of park × mode × flow without lines is a
-- measured zero where the indicator counts or adds, has no base where it divides, and is missing where nobody reported
-- of those who were due. A park in which nobody was due has traded nothing. A value that holds estimates says so; where too
-- much of it is estimated it is missing.
with grid as (
  select
    cell.indicator, cell.park, cell.mode, cell.flow, '_T' as partner, '_T' as chapter, '_T' as section, '_T' as district,
    '_T' as transport, '_T' as kind
  from catalogue.cell as cell
  union
  select indicator, park, mode, flow, partner, chapter, section, district, transport, kind
  from indicators.all_values
),
filled as (
  select
    grid.*,
    measured.value,
    indicator.counts,
    case when indicator.estimated then estimated.is_withheld end as is_withheld,
    coverage.coverage,
    coverage.park is null or coverage.received > 0 as reported
  from grid
  join catalogue.indicator as indicator on indicator.id = grid.indicator
  left join indicators.all_values as measured using (indicator, park, mode, flow, partner, chapter, section, district, transport, kind)
  left join publication.estimated as estimated using (park, mode, flow, partner, chapter, section, district, transport, kind)
  left join publication.coverage as coverage on coverage.park = grid.park
)
select
  indicator,
  park,
  mode,
  flow,
  partner,
  chapter,
  section,
  district,
  transport,
  kind,
  case
    when is_withheld then null
    when value is not null and (reported or indicator in ('reporting_rate', 'on_time_rate')) then value
    when reported and counts then 0
  end as value,
  case
    when is_withheld then 'x'
    when not is_withheld and reported then 'e'
    when value is not null and (reported or indicator in ('reporting_rate', 'on_time_rate')) then 'p'
    when reported then 'p'
    else 'x'
  end as status,
  case
    when is_withheld then 'MISSING'
    when value is not null and (reported or indicator in ('reporting_rate', 'on_time_rate')) then null
    when not reported then 'MISSING'
    when not counts then 'BASE_ZERO'
  end as reason,
  coverage
from filled
order by indicator, park, mode, flow, partner, chapter, section, district, transport, kind
