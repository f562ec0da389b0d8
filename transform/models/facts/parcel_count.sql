-- Distinct waybill numbers of a period, mode and flow, by park and in total; lines without one do not count.
select
  period,
  customs_mode,
  flow,
  coalesce(park_id, '_T') as park,
  cast(count(distinct waybill_no) as decimal(38, 0)) as parcels
from facts.second_line
group by grouping sets (
  (period, customs_mode, flow, park_id),
  (period, customs_mode, flow)
)
