-- Distinct declarations of a period, mode and flow at every published grain, and of each tenant; `_T` is the total.
with line as (
  select
    counted.period, counted.customs_mode, counted.flow, counted.park_id, counted.uscc, counted.partner, counted.chapter,
    counted.district, counted.transport, section.section, counted.declaration_no
  from facts.counted_line as counted
  left join catalogue.section as section on section.chapter = counted.chapter
)
select
  period,
  customs_mode,
  flow,
  coalesce(park_id, '_T') as park,
  coalesce(uscc, '_T') as uscc,
  coalesce(partner, '_T') as partner,
  coalesce(chapter, '_T') as chapter,
  coalesce(section, '_T') as section,
  coalesce(district, '_T') as district,
  coalesce(transport, '_T') as transport,
  cast(count(distinct declaration_no) as decimal(38, 0)) as declarations
from line
group by grouping sets (
  (period, customs_mode, flow, park_id, uscc),
  (period, customs_mode, flow, park_id, partner),
  (period, customs_mode, flow, park_id, chapter),
  (period, customs_mode, flow, park_id, section),
  (period, customs_mode, flow, park_id, district),
  (period, customs_mode, flow, park_id, transport),
  (period, customs_mode, flow, park_id),
  (period, customs_mode, flow, uscc),
  (period, customs_mode, flow, partner),
  (period, customs_mode, flow, chapter),
  (period, customs_mode, flow, section),
  (period, customs_mode, flow, district),
  (period, customs_mode, flow, transport),
  (period, customs_mode, flow)
)
