-- Value of each tenant in each cell of park × mode × flow with totals.
select
  coalesce(park_id, '_T') as park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  uscc,
  cast(sum(cny_fen) as hugeint) as cny_fen
from facts.tenant_value
group by cube (park_id, customs_mode, flow), uscc
