-- What stands in each mode, flow and month, so that two states can be compared: places do not matter, contents do. A line
-- follows from its list's version, its release, its taxes and what carriers know of it.
with taxed as (
  select declaration_no, sum(cast(hash(gnum, duty, vat, consumption_tax) as hugeint)) as taxes
  from judged.message_tax
  group by declaration_no
)
select
  coalesce(counted.trade_mode, '') as cell_mode, counted.flow as cell_flow,
  left(counted.released_at, 4) || '-' || counted.released_at[5:6] as cell_period,
  'line' as sort,
  cast(sum(counted.lines) as bigint) as lines,
  sum(cast(hash(counted.declaration_no, counted.goods, counted.head, counted.first_app_time, counted.released_at, counted.statistics_flag,
    taxed.taxes, of_order.logistics_no, of_waybill.order_no) as hugeint)) as content
from judged.message_counted as counted
left join taxed on taxed.declaration_no = case when counted.flow = 'import' then counted.declaration_no end
left join judged.message_waybill as of_order on of_order.order_no = counted.order_without_waybill
left join judged.message_waybill as of_waybill on of_waybill.logistics_no = counted.waybill_without_order
group by cell_mode, cell_flow, cell_period
union all
select cell_mode, cell_flow, cell_period, 'event' as sort,
  cast(count(*) as bigint) as lines,
  sum(cast(hash(kind, declaration_no, line_no, event_on, quantity, unit) as hugeint)) as content
from judged.message_event
group by cell_mode, cell_flow, cell_period
