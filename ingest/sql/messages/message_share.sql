-- What stands once for a list, divided among its goods exactly: rounded down by their weight, and what is left put on the largest.
-- Money by value, to the fen; weights by quantity where all goods have one unit, else by value. Net and the rest of gross apart,
-- so that no line's gross falls below its net. Whole units of 0.00001: a division of decimals would not be exact.
with goods as (
  select
    counted.flow, record.file, record.node, record.row,
    units(record.total_price) as price,
    units(sum(record.total_price) over of_list) as value,
    case when count(distinct record.unit) over of_list = 1 and min(record.qty) over of_list > 0 then units(record.qty) else units(record.total_price) end as part,
    case when count(distinct record.unit) over of_list = 1 and min(record.qty) over of_list > 0
      then units(sum(record.qty) over of_list) else units(sum(record.total_price) over of_list) end as whole,
    row_number() over (partition by record.file, record.node order by record.total_price desc nulls last, record.row) = 1 as is_largest,
    units(record.net_kg) as net,
    units(record.gross_kg) - units(record.net_kg) as package,
    units(record.freight) as freight,
    units(record.insurance) as insurance,
    -- The flags of an export: 1 a rate in percent of the value, 2 (freight only) a price per tonne of gross weight, 3 the total.
    case when counted.flow = 'import' then '3' else record.freight_flag end as freight_flag,
    case when counted.flow = 'import' then '3' else record.insurance_flag end as insurance_flag,
    units(record.gross_kg) as gross,
    coalesce(case when counted.flow = 'import' then record.currency else record.freight_currency end, record.item_currency) = coalesce(record.item_currency, record.currency) as freight_fits,
    coalesce(case when counted.flow = 'import' then record.currency else record.insurance_currency end, record.item_currency) = coalesce(record.item_currency, record.currency) as insurance_fits
  from judged.message_counted as counted
  join raw.message_record as record on record.file = counted.file and record.node = counted.node
  window of_list as (partition by record.file, record.node)
),
total as (
  select
    *,
    case freight_flag when '1' then freight * value // 10000000 when '2' then freight * gross // 100000000 when '3' then freight end as freight_total,
    case insurance_flag when '1' then insurance * value // 10000000 when '3' then insurance end as insurance_total
  from goods
),
divided as (
  select
    *,
    case when whole > 0 then net * part // whole end as net_share,
    case when whole > 0 then package * part // whole end as package_share,
    case when value > 0 then freight_total * price // value // 1000 * 1000 end as freight_share,
    case when value > 0 then insurance_total * price // value // 1000 * 1000 end as insurance_share
  from total
)
select
  file, row,
  amount(net_share + case when is_largest then net - sum(net_share) over of_list else 0 end) as net_kg,
  amount(net_share + case when is_largest then net - sum(net_share) over of_list else 0 end
    + package_share + case when is_largest then package - sum(package_share) over of_list else 0 end) as gross_kg,
  case when freight_fits then amount(freight_share + case when is_largest then freight_total - sum(freight_share) over of_list else 0 end) end as freight,
  case when insurance_fits then amount(insurance_share + case when is_largest then insurance_total - sum(insurance_share) over of_list else 0 end) end as insurance,
  (freight <> 0 and not freight_fits) or (insurance <> 0 and not insurance_fits) as is_other_currency
from divided
window of_list as (partition by file, node)
