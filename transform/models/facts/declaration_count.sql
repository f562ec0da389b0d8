-- Distinct declarations of a period, mode and flow at every published grain; _T is the total.
select
  period,
  customs_mode,
  flow,
  coalesce(park_id, '_T') as park,
  coalesce(partner, '_T') as partner,
  coalesce(chapter, '_T') as chapter,
  cast(count(distinct declaration_no) as decimal(38, 0)) as declarations
from facts.counted_line
group by grouping sets (
  (period, customs_mode, flow, park_id, partner),
  (period, customs_mode, flow, park_id, chapter),
  (period, customs_mode, flow, park_id),
  (period, customs_mode, flow, partner),
  (period, customs_mode, flow, chapter),
  (period, customs_mode, flow)
)
