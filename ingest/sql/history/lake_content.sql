-- Lines in force by everything that they say, dates and declaration number left out.
select
  line.uscc,
  line.customs_mode,
  line.flow,
  line.period,
  hash(line.customs_district, line.supervision_site, line.partner, line.transport_mode, line.order_no, line.waybill_no,
    line.hs_code, line.goods_name, line.quantity, line.unit, line.gross_kg, line.net_kg, line.currency, line.amount,
    line.freight, line.insurance, line.trade_terms, line.statistics_flag, line.duty, line.vat, line.consumption_tax, line.bonded_line) as content
from history.lake_line as line
join history.month as month
  on month.delivery = line.delivery and month.customs_mode = line.customs_mode and month.flow = line.flow and month.period = line.period
where line.outcome = 'accepted'
