-- Lines of goods that the tenant has dealt in before: y1 what the quantity used to be worth, y2 what it is said to be worth.
-- The narrowest heading with enough lines decides. apart: how far off the price is, less what all prices of the file are off
-- alike, as in a wrong currency, which is asked about once. z: the same in robust standard deviations. is_near_seen: within
-- twice the range of the prices that the tenant had.
with compared as (
  select
    line.delivery,
    line.customs_mode,
    line.flow,
    line.currency,
    line.file_row,
    line.cny as y2,
    cast(line.quantity as double) as quantity,
    ln(line.cny / cast(line.quantity as double)) - coalesce(ten.price, eight.price, six.price) as price_shift,
    ln(cast(line.net_kg as double) / cast(line.quantity as double)) - coalesce(ten.weight, eight.weight, six.weight) as weight_shift,
    coalesce(ten.price_spread, eight.price_spread, six.price_spread) as spread,
    ln(line.cny / cast(line.quantity as double))
      between coalesce(ten.price_least, eight.price_least, six.price_least) - ln(2)
      and coalesce(ten.price_most, eight.price_most, six.price_most) + ln(2) as is_near_seen
  from judged.examined as line
  left join judged.base_good as ten
    on ten.delivery = line.delivery and ten.flow = line.flow and ten.unit = line.unit and ten.digits = 10 and ten.hs = line.hs_code
  left join judged.base_good as eight
    on eight.delivery = line.delivery and eight.flow = line.flow and eight.unit = line.unit and eight.digits = 8 and eight.hs = left(line.hs_code, 8)
  left join judged.base_good as six
    on six.delivery = line.delivery and six.flow = line.flow and six.unit = line.unit and six.digits = 6 and six.hs = left(line.hs_code, 6)
  where line.cny > 0
),
centred as (
  select
    *,
    price_shift - case when count(*) over of_file >= 8 then median(price_shift) over of_file else 0 end as apart
  from compared
  where price_shift is not null
  window of_file as (partition by delivery, customs_mode, flow, currency)
)
select
  delivery,
  customs_mode,
  flow,
  currency,
  file_row,
  y2 / exp(price_shift) as y1,
  y2,
  price_shift,
  weight_shift,
  apart,
  apart / (1.4826 * greatest(spread, 0.01)) as z,
  is_near_seen
from centred
