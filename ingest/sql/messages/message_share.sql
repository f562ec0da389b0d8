-- What stands once for a list, divided among its goods exactly: rounded down by their weight, and what is left put on the largest.
-- Money by value, to the fen; weights by quantity where all goods have one unit, else by value. Net and the rest of gross apart,
-- so that no line's gross falls below its net. Whole units of 0.00001: a division of decimals would not be exact.
with goods as (
  select
    record.file, record.node, record.row, counted.flow, record.unit, record.net_kg, record.gross_kg, record.freight, record.insurance,
    units(record.total_price) as price,
    units(record.qty) as qty,
    record.freight_flag,
    record.insurance_flag,
    coalesce(record.item_currency, record.currency) as currency,
    case when counted.flow = 'import' then record.currency else record.freight_currency end as freight_currency,
    case when counted.flow = 'import' then record.currency else record.insurance_currency end as insurance_currency
  from judged.message_counted as counted
  join raw.message_record as record on record.file = counted.file and record.node = counted.node
),
list as (
  select
    file, node,
    sum(price) as value,
    min(unit) = max(unit) and count(unit) = count(*) and min(qty) > 0 as by_quantity,
    sum(qty) as qty,
    arg_max(row, (coalesce(price, 0), -row)) as largest,
    any_value(units(net_kg)) as net,
    any_value(units(gross_kg)) as gross,
    any_value(units(freight)) as freight,
    any_value(units(insurance)) as insurance,
    -- The flags of an export: 1 a rate in percent of the value, 2 (freight only) a price per tonne of gross weight, 3 the total.
    any_value(case when flow = 'import' then '3' else freight_flag end) as freight_flag,
    any_value(case when flow = 'import' then '3' else insurance_flag end) as insurance_flag
  from goods
  group by file, node
),
total as (
  select
    file, node, value, by_quantity, largest, net,
    case when by_quantity then qty else value end as whole,
    gross - net as package,
    case freight_flag when '1' then freight * value // 10000000 when '2' then freight * gross // 100000000 when '3' then freight end as freight,
    case insurance_flag when '1' then insurance * value // 10000000 when '3' then insurance end as insurance
  from list
),
divided as (
  select
    goods.file, goods.node, goods.row,
    case when total.whole > 0 then total.net * case when total.by_quantity then goods.qty else goods.price end // total.whole end as net,
    case when total.whole > 0 then total.package * case when total.by_quantity then goods.qty else goods.price end // total.whole end as package,
    case when total.value > 0 then total.freight * goods.price // total.value // 1000 * 1000 end as freight,
    case when total.value > 0 then total.insurance * goods.price // total.value // 1000 * 1000 end as insurance,
    coalesce(goods.freight_currency, goods.currency) = goods.currency as freight_fits,
    coalesce(goods.insurance_currency, goods.currency) = goods.currency as insurance_fits
  from goods
  join total on total.file = goods.file and total.node = goods.node
),
remainder as (
  select
    total.file, total.node, total.largest,
    any_value(total.net) - sum(divided.net) as net,
    any_value(total.package) - sum(divided.package) as package,
    any_value(total.freight) - sum(divided.freight) as freight,
    any_value(total.insurance) - sum(divided.insurance) as insurance
  from divided
  join total on total.file = divided.file and total.node = divided.node
  group by total.file, total.node, total.largest
)
select
  divided.file, divided.row,
  amount(divided.net + coalesce(remainder.net, 0)) as net_kg,
  amount(divided.net + coalesce(remainder.net, 0) + divided.package + coalesce(remainder.package, 0)) as gross_kg,
  case when divided.freight_fits then amount(divided.freight + coalesce(remainder.freight, 0)) end as freight,
  case when divided.insurance_fits then amount(divided.insurance + coalesce(remainder.insurance, 0)) end as insurance,
  (divided.freight <> 0 and not divided.freight_fits) or (divided.insurance <> 0 and not divided.insurance_fits) as is_other_currency
from divided
left join remainder on remainder.file = divided.file and remainder.largest = divided.row
