-- The lists that count: the last version, declared and not deleted, let go, not cancelled.
select
  version.flow, version.list_key, version.declaration_no, version.file, version.node, version.first_app_time,
  version.trade_mode, version.lines, version.goods, version.head, version.order_without_waybill, version.waybill_without_order,
  release.released_at, release.statistics_flag
from judged.message_version as version
join judged.message_release as release on release.flow = version.flow and release.list_key = version.list_key
where version.place = 1 and version.app_type <> '3' and not version.is_contradicted
  and release.released_at is not null and release.cancelled_at is null
