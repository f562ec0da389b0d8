-- Declarations by flag and limit, and by the minutes to their release; numbers of modes and flows are apart and add up.
select
  park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  simplified,
  summary,
  over_limit,
  release_minutes,
  cast(sum(declarations) as hugeint) as declarations
from facts.declaration_trait
group by cube (customs_mode, flow), park, simplified, summary, over_limit, release_minutes
