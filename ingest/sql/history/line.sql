-- Accepted lines that are in force: a later delivery of the same tenant, mode, flow and month leaves earlier ones out.
-- Numbers are only ever compared, so their hashes do.
select
  line.uscc,
  line.customs_mode,
  line.flow,
  line.period,
  line.line_hash,
  hash(line.declaration_no) as declaration,
  hash(line.order_no) as order_key,
  hash(line.waybill_no) as waybill_key,
  line.partner,
  line.hs_code,
  line.unit,
  line.currency,
  line.amount,
  cast(line.trade_amount as double) * case when line.currency = 'CNY' then 1 else rate.cny end as cny,
  cast(line.quantity as double) as quantity,
  cast(line.net_kg as double) as net_kg
from history.lake_line as line
join history.month as month
  on month.delivery = line.delivery and month.customs_mode = line.customs_mode and month.flow = line.flow and month.period = line.period
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.outcome = 'accepted'
