-- What stands in each mode, flow and month, so that two states can be compared: places do not matter, contents do.
select cell_mode, cell_flow, cell_period, 'line' as sort,
  cast(count(*) as bigint) as lines,
  sum(cast(hash(declaration_no, line_no, declared_on, released_on, customs_district, supervision_site, partner, transport_mode, order_no,
    waybill_no, hs_code, goods_name, quantity, unit, gross_kg, net_kg, currency, unit_price, amount, freight, insurance, statistics_flag,
    duty, vat, consumption_tax) as hugeint)) as content
from judged.message_line
group by cell_mode, cell_flow, cell_period
union all
select cell_mode, cell_flow, cell_period, 'event' as sort,
  cast(count(*) as bigint) as lines,
  sum(cast(hash(kind, declaration_no, line_no, event_on, quantity, unit) as hugeint)) as content
from judged.message_event
group by cell_mode, cell_flow, cell_period
