-- Sums at every published cell: park × mode × flow with totals, and each of these by one detail.
with part as (
  select park_id, customs_mode, flow, partner, chapter, '_T' as section, district, transport, '_T' as kind, lines, cny_fen, usd_cent, tax_fen
  from facts.tenant_value
  union all
  select park_id, customs_mode, flow, '_T', '_T', section.section, '_T', '_T', '_T', lines, cny_fen, usd_cent, tax_fen
  from facts.tenant_value as value
  join catalogue.section as section on section.chapter = value.chapter
  union all
  select park_id, customs_mode, flow, '_T', '_T', '_T', '_T', '_T', tenant.kind, lines, cny_fen, usd_cent, tax_fen
  from facts.tenant_value as value
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
  partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T' and kind = '_T' as is_total,
  cast(sum(lines) as hugeint) as lines,
  cast(sum(cny_fen) as hugeint) as cny_fen,
  cast(sum(usd_cent) as hugeint) as usd_cent,
  cast(sum(tax_fen) as hugeint) as tax_fen
from part
group by cube (park_id, customs_mode, flow), partner, chapter, section, district, transport, kind
