-- Amounts in one currency under the name of another: off by the exchange rate, over all lines, and good by good where the
-- tenant dealt in the goods before; where it did not, only in a currency that is new to it.
with own as (
  select delivery, customs_mode, flow, currency, count(*) as lines, median(cny) as middle
  from judged.examined
  where cny > 0 and currency is not null
  group by delivery, customs_mode, flow, currency
),
price as (
  select delivery, customs_mode, flow, currency, count(*) as lines, median(price_shift) as shift
  from judged.pair
  group by delivery, customs_mode, flow, currency
),
suspect as (
  select
    own.*,
    file.main_period,
    base.middle_cny,
    meant.currency as meant,
    ln(stated_rate.cny / meant.cny) as factor
  from own
  join judged.file as file on file.delivery = own.delivery
  join judged.base_amount as base
    on base.delivery = own.delivery and base.customs_mode = own.customs_mode and base.flow = own.flow and base.currency is null
  join history.rate as stated_rate on stated_rate.month = file.main_period and stated_rate.currency = own.currency
  join history.rate as meant on meant.month = file.main_period and meant.currency in ('CNY', 'USD') and meant.currency <> own.currency
  where own.lines >= 8 and base.lines >= 8
)
select
  'currency_scale' as rule,
  suspect.delivery,
  suspect.main_period as period,
  'currency' as column_name,
  suspect.currency || ' / ' || suspect.meant as value,
  concat_ws(' ', suspect.customs_mode, suspect.flow, suspect.main_period) as subject
from suspect
left join price
  on price.delivery = suspect.delivery and price.customs_mode = suspect.customs_mode and price.flow = suspect.flow
    and price.currency = suspect.currency
left join judged.base_amount as known
  on known.delivery = suspect.delivery and known.customs_mode = suspect.customs_mode and known.flow = suspect.flow
    and known.currency = suspect.currency
where abs(suspect.factor) >= ln(3)
  and abs(ln(suspect.middle / suspect.middle_cny) - suspect.factor) <= ln(1.35)
  and case when price.lines >= 8 then abs(price.shift - suspect.factor) <= ln(1.35) else known.delivery is null end
