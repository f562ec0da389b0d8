-- Declarations add up over modes and flows, whose numbers are apart; over parks, partners and chapters they were counted anew.
select
  park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  partner,
  chapter,
  cast(sum(declarations) as hugeint) as declarations
from facts.declaration_count
group by cube (customs_mode, flow), park, partner, chapter
