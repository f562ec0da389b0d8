-- Accepted lines that are in force: a later delivery of the same tenant, mode, flow and month leaves earlier ones out.
select
  line.uscc,
  line.customs_mode,
  line.flow,
  line.period,
  line.line_hash,
  line.declaration_no,
  line.order_no,
  line.waybill_no,
  line.partner,
  line.hs_code,
  line.unit,
  line.currency,
  line.amount,
  cast(line.trade_amount as double) * case when line.currency = 'CNY' then 1 else rate.cny end as cny,
  cast(line.quantity as double) as quantity,
  cast(line.net_kg as double) as net_kg,
  hash(line.customs_district, line.supervision_site, line.partner, line.transport_mode, line.order_no, line.waybill_no,
    line.hs_code, line.goods_name, line.quantity, line.unit, line.gross_kg, line.net_kg, line.currency, line.amount,
    line.freight, line.insurance, line.trade_terms, line.statistics_flag, line.duty, line.vat, line.consumption_tax) as content
from history.lake_line as line
join history.month as month
  on month.delivery = line.delivery and month.customs_mode = line.customs_mode and month.flow = line.flow and month.period = line.period
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.outcome = 'accepted'
