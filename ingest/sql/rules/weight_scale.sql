-- A unit of goods a thousand times as heavy or as light as it used to be: 吨, 千克 and 克.
with own as (
  select delivery, customs_mode, flow, count(*) as lines, median(weight_shift) as shift
  from judged.pair
  group by delivery, customs_mode, flow
)
select
  'weight_scale' as rule,
  own.delivery,
  file.main_period as period,
  'net_kg' as column_name,
  case when own.shift > 0 then '1000' else '1/1000' end as value,
  concat_ws(' ', own.customs_mode, own.flow, file.main_period) as subject
from own
join judged.file as file on file.delivery = own.delivery
where own.lines >= 8 and abs(abs(own.shift) - ln(1000)) <= ln(2)
