-- The examined lines by their number and by everything else that they say, dates and declaration number left out.
select
  delivery,
  uscc,
  customs_mode,
  flow,
  period,
  line_hash,
  hash(customs_district, supervision_site, partner, transport_mode, order_no, waybill_no, hs_code, goods_name, quantity, unit,
    gross_kg, net_kg, currency, amount, freight, insurance, trade_terms, statistics_flag, duty, vat, consumption_tax, bonded_line) as content
from judged.examined
