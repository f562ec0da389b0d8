-- What was declared of each list, one row for each different version, the last one first (`place` 1). The same message in
-- several files is one version. Drafts are none. Two contents under one guid contradict each other: neither can count.
with content as (
  select file, node,
    count(*) as lines,
    sum(cast(hash(gnum, gcode, gname, country, item_currency, qty, unit, price, total_price) as hugeint)) as goods,
    any_value(hash(app_type, app_time, order_no, logistics_no, ie_flag, decl_time, customs_code, trade_mode, traf_mode, loct_no,
      statistics_flag, currency, freight, freight_currency, freight_flag, insurance, insurance_currency, insurance_flag, gross_kg, net_kg)) as head,
    any_value(trade_mode) as trade_mode,
    -- The number that asks for its counterpart.
    any_value(case when logistics_no is null then order_no end) as order_without_waybill,
    any_value(case when order_no is null then logistics_no end) as waybill_without_order
  from raw.message_record
  where message_role(kind) = 'list'
  group by file, node
),
version as (
  select
    document.flow, document.list_key, document.guid, document.app_type,
    coalesce(document.app_time, '') as app_time,
    content.goods, content.head,
    any_value(document.declaration_no) as declaration_no,
    any_value(content.lines) as lines,
    any_value(content.trade_mode) as trade_mode,
    any_value(content.order_without_waybill) as order_without_waybill,
    any_value(content.waybill_without_order) as waybill_without_order,
    min((document.file, document.node)) as first_copy
  from judged.message_document as document
  join content on content.file = document.file and content.node = document.node
  where document.role = 'list' and document.app_status <> '1' and document.list_key is not null
  group by document.flow, document.list_key, document.guid, document.app_type, coalesce(document.app_time, ''), content.goods, content.head
)
select
  * exclude (first_copy),
  first_copy[1] as file,
  first_copy[2] as node,
  row_number() over (partition by flow, list_key order by app_time desc, guid desc, app_type desc, goods desc, head desc) as place,
  min(nullif(app_time, '')) over (partition by flow, list_key) as first_app_time,
  guid <> '' and count(*) over (partition by flow, list_key, guid) > 1 as is_contradicted
from version
