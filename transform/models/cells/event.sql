-- What returns and cancellations take off, and the declarations that they are about, at each cell of park × mode × flow with totals.
select
  coalesce(park_id, '_T') as park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  kind,
  cast(sum(declarations) as hugeint) as declarations,
  cast(sum(cny_fen) as hugeint) as cny_fen
from facts.event
where state = 'counted'
group by cube (park_id, customs_mode, flow), kind
