-- Sums of goods on their way into a bonded area, as cells.value has them of all others.
with part as (
  select park_id, customs_mode, flow, partner, chapter, '_T' as section, district, transport, '_T' as kind, cny_fen
  from facts.first_line_value
  union all
  select park_id, customs_mode, flow, '_T', '_T', section.section, '_T', '_T', '_T', cny_fen
  from facts.first_line_value as value
  join catalogue.section as section on section.chapter = value.chapter
  union all
  select park_id, customs_mode, flow, '_T', '_T', '_T', '_T', '_T', tenant.kind, cny_fen
  from facts.first_line_value as value
  join reporting.kind as tenant on tenant.uscc = value.uscc
  where partner = '_T' and chapter = '_T' and district = '_T' and transport = '_T'
)
select
  coalesce(park_id, '_T') as park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  partner,
  chapter,
  section,
  district,
  transport,
  kind,
  cast(sum(cny_fen) as hugeint) as cny_fen
from part
group by cube (park_id, customs_mode, flow), partner, chapter, section, district, transport, kind
