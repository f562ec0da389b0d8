-- Parcels add up over modes and flows; over parks they were counted anew.
select
  park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  cast(sum(parcels) as hugeint) as parcels
from facts.parcel_count
group by cube (customs_mode, flow), park
