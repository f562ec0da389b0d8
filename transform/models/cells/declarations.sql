-- Declarations add up over modes and flows, whose numbers are apart; over all else they were counted anew. A kind counts the
-- declarations of its tenants, one that several of them share once.
with part as (
  select park, customs_mode, flow, partner, chapter, section, district, transport, '_T' as kind, declarations
  from facts.declaration_count
  where uscc = '_T'
  union all
  select park, customs_mode, flow, '_T', '_T', '_T', '_T', '_T', tenant.kind, declarations
  from facts.declaration_count as counted
  join reporting.kind as tenant on tenant.uscc = counted.uscc
  union all
  select coalesce(park_id, '_T'), customs_mode, flow, '_T', '_T', '_T', '_T', '_T', tenant.kind, 1 - count(distinct shared.uscc)
  from facts.shared_declaration as shared
  join reporting.kind as tenant on tenant.uscc = shared.uscc
  group by grouping sets ((park_id, customs_mode, flow, tenant.kind, declaration_no), (customs_mode, flow, tenant.kind, declaration_no))
)
select
  park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  partner,
  chapter,
  section,
  district,
  transport,
  kind,
  partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T' and kind = '_T' as is_total,
  cast(sum(declarations) as hugeint) as declarations
from part
group by cube (customs_mode, flow), park, partner, chapter, section, district, transport, kind
