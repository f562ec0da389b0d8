-- Lines and value of each tenant in each cell of park × mode × flow with totals.
select
  coalesce(park_id, '_T') as park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  uscc,
  cast(sum(lines) as hugeint) as lines,
  cast(sum(cny_fen) as hugeint) as cny_fen,
  cast(sum(usd_cent) as hugeint) as usd_cent
from facts.tenant_value
where partner = '_T' and chapter = '_T' and district = '_T' and transport = '_T'
group by cube (park_id, customs_mode, flow), uscc
