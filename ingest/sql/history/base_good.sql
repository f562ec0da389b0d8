-- The usual price and weight of a unit of goods in the tenant's twelve months before, as logarithms: by ten digits of the HS
-- code (or all it has), by eight and by six. Fewer than eight lines tell nothing.
with line as (
  select
    file.delivery,
    line.flow,
    line.unit,
    line.hs_code as hs_10,
    case when length(line.hs_code) >= 8 then left(line.hs_code, 8) end as hs_8,
    case when length(line.hs_code) >= 6 then left(line.hs_code, 6) end as hs_6,
    ln(line.cny / line.quantity) as price,
    ln(line.net_kg / line.quantity) as weight
  from history.sampled_line as line
  join judged.file as file on file.uscc = line.uscc and line.period between file.base_from and file.base_to
  where line.cny > 0 and line.quantity > 0 and line.net_kg > 0
)
select
  delivery,
  flow,
  unit,
  case when grouping(hs_10) = 0 then 10 when grouping(hs_8) = 0 then 8 else 6 end as digits,
  coalesce(hs_10, hs_8, hs_6) as hs,
  median(price) as price,
  mad(price) as price_spread,
  min(price) as price_least,
  max(price) as price_most,
  median(weight) as weight
from line
group by grouping sets ((delivery, flow, unit, hs_10), (delivery, flow, unit, hs_8), (delivery, flow, unit, hs_6))
having count(*) >= 8 and coalesce(hs_10, hs_8, hs_6) is not null
