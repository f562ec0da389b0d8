-- Every line that counts: accepted, of the delivery in force, with its park on the day of release and its value.
-- cny_per_100 yuan for 100 units is cny_per_100 fen for one. The dollar value is a quotient: the nearest cent is found
-- by multiplication and set right by comparison, so that every engine gets the same last digit.
-- 19 digits make DuckDB multiply in 128 bits, and keep every product within the 38 digits that Spark does not round.
with valued as (
  select
    line.delivery,
    line.period,
    line.customs_mode,
    line.flow,
    membership.park_id,
    line.uscc,
    line.partner,
    line.chapter,
    line.declaration_no,
    line.line_no,
    line.waybill_no,
    line.declared_month,
    line.currency,
    rate.usd_den,
    cast(cast(line.trade_amount as decimal(19, 5)) * rate.cny_per_100 as decimal(38, 0)) as cny_fen,
    cast(line.trade_amount as decimal(19, 5)) * rate.usd_num as usd_product,
    cast(cast(line.trade_amount * rate.usd_ratio as decimal(38, 0)) as decimal(20, 0)) as usd_cent
  from lake.line as line
  join lake.in_force as in_force
    on in_force.delivery = line.delivery and in_force.customs_mode = line.customs_mode
    and in_force.flow = line.flow and in_force.period = line.period
  left join registry.membership as membership
    on membership.uscc = line.uscc and line.released_on >= membership.from_day and line.released_on < membership.to_day
  left join registry.rate as rate
    on rate.month = line.declared_month and rate.currency = line.currency
  where line.outcome = 'accepted'
)
select
  delivery,
  period,
  customs_mode,
  flow,
  park_id,
  uscc,
  partner,
  chapter,
  declaration_no,
  line_no,
  waybill_no,
  declared_month,
  currency,
  cast(cny_fen as bigint) as cny_fen,
  cast(case
    when usd_product * 200 >= (usd_cent * 2 + 1) * usd_den then usd_cent + 1
    when usd_product * 200 < (usd_cent * 2 - 1) * usd_den then usd_cent - 1
    else usd_cent
  end as bigint) as usd_cent
from valued
