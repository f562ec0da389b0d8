-- The lines that count, as rows of the line template; the partner of an import is its origin, of an export its last destination.
select
  record.file, record.origin || coalesce(record.part, '') || '#' || record.message || '/' || record.item as part, record.row,
  coalesce(record.trade_mode, '') as cell_mode,
  counted.flow as cell_flow,
  left(counted.released_at, 4) || '-' || counted.released_at[5:6] as cell_period,
  counted.declaration_no as declaration_no,
  coalesce(record.gnum, cast(record.nth as varchar)) as line_no,
  record.trade_mode as customs_mode,
  counted.flow as flow,
  -- The time of a change is no day of declaration: the first version's is, and it is never after the release.
  -- Where only the day was declared, the message of that day tells the time.
  time_of(case
    when record.decl_time is null or day_of(moment(record.decl_time)) = day_of(counted.first_app_time) and strlen(digits(record.decl_time)) = 8
      then least(counted.first_app_time, counted.released_at)
    else moment(record.decl_time) end) as declared_on,
  time_of(counted.released_at) as released_on,
  record.customs_code as customs_district,
  record.loct_no as supervision_site,
  record.country as partner,
  record.traf_mode as transport_mode,
  coalesce(record.order_no, of_waybill.order_no) as order_no,
  coalesce(record.logistics_no, of_order.logistics_no) as waybill_no,
  record.gcode as hs_code,
  record.gname as goods_name,
  cast(record.qty as varchar) as quantity,
  record.unit as unit,
  cast(share.gross_kg as varchar) as gross_kg,
  cast(share.net_kg as varchar) as net_kg,
  coalesce(record.item_currency, record.currency) as currency,
  cast(record.price as varchar) as unit_price,
  cast(record.total_price as varchar) as amount,
  cast(share.freight as varchar) as freight,
  cast(share.insurance as varchar) as insurance,
  -- The price of a message never holds freight and insurance: imports add them, exports do not take them off.
  '3' as trade_terms,
  coalesce(record.statistics_flag, counted.statistics_flag) as statistics_flag,
  cast(tax.duty as varchar) as duty,
  cast(tax.vat as varchar) as vat,
  cast(tax.consumption_tax as varchar) as consumption_tax
from judged.message_counted as counted
join raw.message_record as record on record.file = counted.file and record.node = counted.node
join judged.message_share as share on share.file = record.file and share.row = record.row
left join judged.message_tax as tax on tax.declaration_no = case when counted.flow = 'import' then counted.declaration_no end
  and tax.gnum = coalesce(record.gnum, cast(record.nth as varchar))
left join judged.message_waybill as of_order on of_order.order_no = case when record.logistics_no is null then record.order_no end
left join judged.message_waybill as of_waybill on of_waybill.logistics_no = case when record.order_no is null then record.logistics_no end
