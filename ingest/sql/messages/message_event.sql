-- Returns and cancellations that customs accepted, as rows of the event template. A return is known by its own number, or by its
-- guid where it goes by its list's number; its receipt by guid, own number, port's number, or the list's number.
with request as (
  select document.*,
    case when document.cop_key is not null and own.list_key is null then document.cop_key else document.guid end as request_key
  from judged.message_document as document
  left join (select distinct cop_key, list_key from judged.message_document where role = 'list') as own
    on own.cop_key = document.cop_key and own.list_key = document.list_key
  where document.role = 'return' and document.app_status <> '1'
),
last_request as (
  select list_key, request_key,
    arg_max(app_type, (coalesce(app_time, ''), guid, app_type)) as app_type,
    arg_max(guid, (coalesce(app_time, ''), guid, app_type)) as guid,
    arg_max(cop_key, (coalesce(app_time, ''), guid, app_type)) as cop_key,
    arg_max(pre_no, (coalesce(app_time, ''), guid, app_type)) as pre_no,
    arg_max(file, (coalesce(app_time, ''), guid, app_type, -file, -node)) as file,
    arg_max(node, (coalesce(app_time, ''), guid, app_type, -file, -node)) as node
  from request
  group by list_key, request_key
),
accepted as (
  select distinct list_key, guid, cop_key, pre_no, return_time
  from judged.message_document
  where role = 'return_receipt' and return_status = '399' and return_time is not null
),
answered as (
  select request.list_key, request.request_key, request.file, request.node, min(accepted.return_time) as return_time
  from last_request as request
  join accepted on accepted.list_key = request.list_key
    and (accepted.guid = request.guid
      or (accepted.cop_key is not null and accepted.cop_key = request.cop_key)
      or (accepted.pre_no is not null and accepted.pre_no = request.pre_no)
      or (accepted.cop_key is null and accepted.pre_no is null))
  where request.app_type <> '3'
  group by request.list_key, request.request_key, request.file, request.node
)
select
  record.file, record.origin || coalesce(record.part, '') || '#' || record.message || '/' || record.item as part, record.row,
  coalesce(original.trade_mode, '') as cell_mode, 'import' as cell_flow,
  left(answered.return_time, 4) || '-' || answered.return_time[5:6] as cell_period,
  'return' as kind, original.trade_mode as customs_mode, 'import' as flow,
  original.declaration_no as declaration_no, record.gnum as line_no,
  day_of(answered.return_time) as event_on,
  cast(record.qty as varchar) as quantity, record.unit as unit, null as reason
from answered
join raw.message_record as record on record.file = answered.file and record.node = answered.node
join judged.message_original as original on original.list_key = answered.list_key
union all
select
  original.file, original.origin || coalesce(original.part, '') || '#' || original.message || '/' || original.item as part, original.row,
  coalesce(original.trade_mode, '') as cell_mode, version.flow as cell_flow,
  left(release.cancelled_at, 4) || '-' || release.cancelled_at[5:6] as cell_period,
  'cancellation' as kind, original.trade_mode as customs_mode, version.flow as flow,
  version.declaration_no as declaration_no, null as line_no,
  day_of(release.cancelled_at) as event_on,
  null as quantity, null as unit, null as reason
from judged.message_release as release
join judged.message_version as version on version.flow = release.flow and version.list_key = release.list_key and version.place = 1
join raw.message_record as original on original.file = version.file and original.node = version.node and original.nth = 1
where release.cancelled_at is not null and version.declaration_no is not null
