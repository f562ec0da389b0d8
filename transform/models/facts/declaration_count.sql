-- Distinct declarations of a period, mode and flow at every published grain, and of each tenant; `_T` is the total. Where all
-- lines of a declaration are alike it counts in one group, and counts add up; chapters and sections of one park are counted
-- from its lines. The few declarations that are split are counted anew at every grain.
with line as (
  select
    counted.period, counted.customs_mode, counted.flow, counted.park_id, counted.uscc, counted.partner, counted.chapter,
    counted.district, counted.transport, section.section, counted.declaration_no,
    case when split.declaration_no is null then 0 else 1 end as is_split
  from facts.second_line as counted
  left join catalogue.section as section on section.chapter = counted.chapter
  left join facts.split_declaration as split
    on split.declaration_no = counted.declaration_no and split.period = counted.period and split.customs_mode = counted.customs_mode and split.flow = counted.flow
),
alike as (
  select
    own.period, own.customs_mode, own.flow, own.park_id, own.uscc, own.partner, own.district, own.transport,
    cast(count(*) as decimal(38, 0)) as declarations
  from facts.declaration as own
  left join facts.split_declaration as split
    on split.declaration_no = own.declaration_no and split.period = own.period and split.customs_mode = own.customs_mode and split.flow = own.flow
  where split.declaration_no is null
  group by own.period, own.customs_mode, own.flow, own.park_id, own.uscc, own.partner, own.district, own.transport
),
goods as (
  select period, customs_mode, flow, park_id, coalesce(chapter, '_T') as chapter, coalesce(section, '_T') as section, cast(count(distinct declaration_no) as decimal(38, 0)) as declarations
  from line
  where is_split = 0
  group by grouping sets ((period, customs_mode, flow, park_id, chapter), (period, customs_mode, flow, park_id, section))
),
part as (
  select
    period, customs_mode, flow, coalesce(park_id, '_T') as park, coalesce(uscc, '_T') as uscc, coalesce(partner, '_T') as partner, '_T' as chapter,
    '_T' as section, coalesce(district, '_T') as district, coalesce(transport, '_T') as transport, cast(sum(declarations) as decimal(38, 0)) as declarations
  from alike
  group by grouping sets (
    (period, customs_mode, flow, park_id, uscc), (period, customs_mode, flow, park_id, partner), (period, customs_mode, flow, park_id, district),
    (period, customs_mode, flow, park_id, transport), (period, customs_mode, flow, park_id), (period, customs_mode, flow, uscc), (period, customs_mode, flow, partner),
    (period, customs_mode, flow, district), (period, customs_mode, flow, transport), (period, customs_mode, flow)
  )
  union all
  select
    period, customs_mode, flow, coalesce(park_id, '_T') as park, '_T' as uscc, '_T' as partner, chapter, section, '_T' as district, '_T' as transport,
    cast(sum(declarations) as decimal(38, 0)) as declarations
  from goods
  group by grouping sets ((period, customs_mode, flow, park_id, chapter, section), (period, customs_mode, flow, chapter, section))
  union all
  select
    period, customs_mode, flow, coalesce(park_id, '_T') as park, coalesce(uscc, '_T') as uscc, coalesce(partner, '_T') as partner,
    coalesce(chapter, '_T') as chapter, coalesce(section, '_T') as section, coalesce(district, '_T') as district,
    coalesce(transport, '_T') as transport, cast(count(distinct declaration_no) as decimal(38, 0)) as declarations
  from line
  where is_split = 1
  group by grouping sets (
    (period, customs_mode, flow, park_id, uscc), (period, customs_mode, flow, park_id, partner), (period, customs_mode, flow, park_id, chapter),
    (period, customs_mode, flow, park_id, section), (period, customs_mode, flow, park_id, district), (period, customs_mode, flow, park_id, transport),
    (period, customs_mode, flow, park_id), (period, customs_mode, flow, uscc), (period, customs_mode, flow, partner), (period, customs_mode, flow, chapter), (period, customs_mode, flow, section),
    (period, customs_mode, flow, district), (period, customs_mode, flow, transport), (period, customs_mode, flow)
  )
)
select
  period,
  customs_mode,
  flow,
  park,
  uscc,
  partner,
  chapter,
  section,
  district,
  transport,
  cast(sum(declarations) as decimal(38, 0)) as declarations
from part
group by period, customs_mode, flow, park, uscc, partner, chapter, section, district, transport
