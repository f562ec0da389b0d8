-- Totals that are not the sum of their parts, for every indicator and every dimension over which it adds up. A sum in which a
-- cell is withheld because too much of it is estimated cannot be told.
with cell as (
  select
    indicator, park, mode, flow, value,
    case
      when partner <> '_T' then 'partner' when chapter <> '_T' then 'chapter' when section <> '_T' then 'section'
      when district <> '_T' then 'district' when transport <> '_T' then 'transport' when kind <> '_T' then 'kind'
    end as detail,
    coalesce(nullif(partner, '_T'), nullif(chapter, '_T'), nullif(section, '_T'), nullif(district, '_T'), nullif(transport, '_T'), nullif(kind, '_T')) as code,
    value is null and exists (
      select 1 from reporting.estimate as estimate
      where observation.park in ('_T', estimate.park) and observation.mode in ('_T', estimate.mode) and observation.flow in ('_T', estimate.flow)
    ) as is_withheld
  from publication.observation as observation
),
added as (
  select 'park' as dimension, indicator, '_T' as park, mode, flow, detail, code,
    sum(value) filter (where park = '_T') as total, sum(value) filter (where park <> '_T') as parts,
    bool_or(is_withheld) as is_unknown
  from cell group by indicator, mode, flow, detail, code
  union all
  select 'mode' as dimension, indicator, park, '_T' as mode, flow, detail, code,
    sum(value) filter (where mode = '_T') as total, sum(value) filter (where mode <> '_T') as parts,
    bool_or(is_withheld) as is_unknown
  from cell group by indicator, park, flow, detail, code
  union all
  select 'flow' as dimension, indicator, park, mode, '_T' as flow, detail, code,
    sum(value) filter (where flow = '_T') as total, sum(value) filter (where flow <> '_T') as parts,
    bool_or(is_withheld) as is_unknown
  from cell group by indicator, park, mode, detail, code
  union all
  select additive.dimension, whole.indicator, whole.park, whole.mode, whole.flow, null as detail, null as code,
    any_value(whole.value) as total, sum(part.value) as parts, bool_or(whole.is_withheld or coalesce(part.is_withheld, false)) as is_unknown
  from cell as whole
  join catalogue.additive as additive on additive.indicator = whole.indicator and additive.dimension not in ('park', 'mode', 'flow')
  left join cell as part
    on part.indicator = whole.indicator and part.park = whole.park and part.mode = whole.mode and part.flow = whole.flow
    and part.detail = additive.dimension
  where whole.detail is null
  group by additive.dimension, whole.indicator, whole.park, whole.mode, whole.flow
)
select
  dimension, indicator, park, mode, flow, detail, code, total, parts,
  cast(case when indicator = 'trade_value' then abs(coalesce(total, 0) - coalesce(parts, 0)) else 0 end as decimal(38, 2)) as effect_cny
from added
join catalogue.additive using (indicator, dimension)
where coalesce(total, 0) <> coalesce(parts, 0) and not is_unknown
order by effect_cny desc, indicator, dimension, park, mode, flow, detail, code
