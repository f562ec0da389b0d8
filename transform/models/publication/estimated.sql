-- Cells of value that hold estimates, and whether too much of them is estimated to be published. What is unknown is a part of
-- its total, and is published with it.
with share as (
  select
    estimate.park, estimate.mode, estimate.flow, estimate.kind,
    estimate.cny_fen > catalogue.max_share * (coalesce(value.cny_fen, 0) + estimate.cny_fen) as is_withheld
  from cells.estimate as estimate
  cross join catalogue.estimation as catalogue
  left join cells.value as value
    on value.park = estimate.park and value.mode = estimate.mode and value.flow = estimate.flow and value.kind = estimate.kind
    and value.partner = '_T' and value.chapter = '_T' and value.section = '_T' and value.district = '_T' and value.transport = '_T'
  where estimate.is_total or estimate.kind <> '_T'
)
select
  estimate.park, estimate.mode, estimate.flow, estimate.partner, estimate.chapter, estimate.section, estimate.district,
  estimate.transport, estimate.kind, share.is_withheld
from cells.estimate as estimate
join share on share.park = estimate.park and share.mode = estimate.mode and share.flow = estimate.flow and share.kind = estimate.kind
