-- Amounts ten thousand times as large or as small as the tenant's usual ones, in the same currency: 万元 and 元.
with own as (
  select delivery, customs_mode, flow, currency, count(*) as lines, median(cast(amount as double)) as middle
  from judged.examined
  group by delivery, customs_mode, flow, currency
)
select
  'amount_scale' as rule,
  own.delivery,
  file.main_period as period,
  'amount' as column_name,
  own.currency || ' ' || about(own.middle) || ' / ' || about(base.middle) as value,
  concat_ws(' ', own.customs_mode, own.flow, file.main_period) as subject
from own
join judged.base_amount as base
  on base.delivery = own.delivery and base.customs_mode = own.customs_mode and base.flow = own.flow and base.currency = own.currency
join judged.file as file on file.delivery = own.delivery
where own.lines >= 8 and base.lines >= 8 and abs(abs(log10(own.middle / base.middle)) - 4) <= log10(2)
