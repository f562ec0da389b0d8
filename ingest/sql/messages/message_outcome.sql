-- What became of each record of the new file (`file` 0): rejected and set-aside ones with their rule and what it is about.
-- Joins have equalities only: with a condition on one side DuckDB compares every pair.
with taken as (
  select record.part, record.message, record.item, record.row, record.node, record.kind, record.breakage, record.wrong,
    record.ebc_code, record.return_status, record.cop_no, record.pre_no, message_role(record.kind) as role, document.list_key, document.flow,
    case when document.role = 'list' then document.list_key end as of_list,
    document.declaration_no as known_no, document.return_time as returned_at,
    document.guid as own_guid, document.app_type as own_type, document.app_time as own_time, document.app_status as own_status
  from raw.message_record as record
  left join judged.message_document as document on document.file = record.file and document.node = record.node
  where record.file = 0
),
settled as (
  select
    taken.*,
    last_version.guid as last_guid, last_version.file as last_file, last_version.node as last_node,
    copy.node as kept_node, copy.is_contradicted
  from taken
  left join judged.message_version as last_version
    on last_version.flow = taken.flow and last_version.list_key = taken.of_list and last_version.place = 1
  left join judged.message_version as copy
    on copy.flow = taken.flow and copy.list_key = taken.of_list and copy.file = 0 and copy.node = taken.node
),
judged as (
  select *,
    case
      when breakage is not null then 'rejected'
      when role = 'unused' then 'message_kind_unused'
      when not coalesce(is_own_enterprise(ebc_code), true) then 'other_tenant'
      when wrong is not null then 'rejected'
      when role = 'receipt' and not coalesce(lets_go(flow, return_status), false) and return_status is distinct from '700' then 'status_not_counted'
      when role in ('cancellation_receipt', 'return_receipt') and return_status is distinct from '399' then 'status_not_counted'
      when role in ('receipt', 'cancellation_receipt', 'return_receipt', 'tax', 'tax_status') and returned_at is null then 'rejected'
      when role not in ('order', 'waybill', 'tax', 'tax_status', 'summary') and list_key is null then 'rejected'
      when role in ('list', 'cancellation', 'return') and own_status = '1' then 'message_draft'
      when role = 'list' and kept_node is null then 'message_repeated'
      when role = 'list' and is_contradicted and own_guid = last_guid then 'rejected'
      when role = 'list' and (last_file <> 0 or last_node <> node) then 'version_replaced'
      when role = 'return' and list_key not in (select list_key from judged.message_version where flow = 'import')
        and list_key not in (select list_key from judged.message_table_list) then 'rejected'
      else 'accepted'
    end as outcome
  from settled
)
-- Most records are accepted: of them only what notices ask for is held.
select
  part, message, item, row, kind, role, outcome,
  case when outcome = 'accepted' then list_key end as list_key,
  case when outcome = 'rejected' then case
      when breakage = 'truncated' then 'message_truncated'
      when breakage is not null then 'message_malformed'
      when wrong is not null then 'message_value'
      when role in ('receipt', 'cancellation_receipt', 'return_receipt', 'tax', 'tax_status') and returned_at is null then 'message_value'
      when role not in ('order', 'waybill', 'tax', 'tax_status', 'summary') and list_key is null then 'message_key'
      when role = 'list' then 'message_conflict'
      else 'return_unknown_list'
    end end as rejection,
  case when outcome <> 'accepted' then case
      when breakage is not null then breakage
      when role = 'unused' then kind
      when not coalesce(is_own_enterprise(ebc_code), true) then ebc_code
      when wrong is not null then wrong
      when role in ('receipt', 'cancellation_receipt', 'return_receipt') and returned_at is null then 'returnTime'
      when role in ('receipt', 'cancellation_receipt', 'return_receipt') then return_status
      when role in ('tax', 'tax_status') then 'returnTime'
      when role in ('order', 'waybill', 'summary') then null
      else coalesce(known_no, cop_no, pre_no)
    end end as value
from judged
