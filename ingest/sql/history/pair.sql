-- Lines of goods that the tenant has dealt in before: y1 what the quantity used to be worth, y2 what it is said to be worth.
-- The narrowest heading with enough lines decides. z: how far off the price is, in robust standard deviations.
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
    coalesce(ten.price_spread, eight.price_spread, six.price_spread) as spread
  from judged.examined as line
  left join judged.base_good as ten
    on ten.delivery = line.delivery and ten.flow = line.flow and ten.unit = line.unit and ten.hs = line.hs_code
  left join judged.base_good as eight
    on eight.delivery = line.delivery and eight.flow = line.flow and eight.unit = line.unit and eight.hs = left(line.hs_code, 8)
  left join judged.base_good as six
    on six.delivery = line.delivery and six.flow = line.flow and six.unit = line.unit and six.hs = left(line.hs_code, 6)
  where line.cny > 0
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
  price_shift / (1.4826 * greatest(spread, 0.01)) as z
from compared
where price_shift is not null
