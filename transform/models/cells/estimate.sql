-- What is estimated for tenants that have not reported, at each cell of value. Nothing is known of what it is made of: its
-- partner, chapter, section, district and transport are unknown.
with part as (
  select park, mode, flow, detail.partner, detail.chapter, detail.section, detail.district, detail.transport, '_T' as kind, cny, usd
  from reporting.estimate
  cross join (values
    ('_T', '_T', '_T', '_T', '_T'), ('_U', '_T', '_T', '_T', '_T'), ('_T', '_U', '_T', '_T', '_T'),
    ('_T', '_T', '_U', '_T', '_T'), ('_T', '_T', '_T', '_U', '_T'), ('_T', '_T', '_T', '_T', '_U')
  ) as detail(partner, chapter, section, district, transport)
  union all
  select park, mode, flow, '_T', '_T', '_T', '_T', '_T', tenant.kind, cny, usd
  from reporting.estimate as estimate
  join reporting.kind as tenant on tenant.uscc = estimate.uscc
)
select
  coalesce(park, '_T') as park,
  coalesce(mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  partner,
  chapter,
  section,
  district,
  transport,
  kind,
  partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T' and kind = '_T' as is_total,
  cast(sum(cny) * 100 as hugeint) as cny_fen,
  cast(sum(usd) * 100 as hugeint) as usd_cent
from part
group by cube (park, mode, flow), partner, chapter, section, district, transport, kind
