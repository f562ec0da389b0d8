-- raw.message_record → one row for each business record that can take part: whole, its values in order, of this tenant. Keys
-- of a list are its number, the declarant with its own number, and the port's number.
with lonely as (
  -- A receipt need not name the declarant; its number is then the only declarant's who uses it.
  select cop_no, min(agent_code) as agent_code
  from raw.message_record
  where agent_code is not null and cop_no in (select cop_no from raw.message_record where nth = 1 and agent_code is null and cop_no is not null)
  group by cop_no
  having min(agent_code) = max(agent_code)
)
select
  record.file, record.node,
  message_role(record.kind) as role,
  message_flow(record.kind) as flow,
  coalesce(record.guid, '') as guid,
  coalesce(record.app_type, '1') as app_type,
  moment(record.app_time) as app_time,
  coalesce(record.app_status, '2') as app_status,
  record.invt_no,
  coalesce(record.agent_code, lonely.agent_code, '') || ' ' || record.cop_no as cop_key,
  record.pre_no,
  record.return_status,
  moment(coalesce(record.return_time, record.op_date)) as return_time,
  record.tax_no,
  record.tax_state,
  record.entry_id,
  case when message_role(record.kind) = 'waybill' then record.order_no end as order_no,
  case when message_role(record.kind) = 'waybill' then record.logistics_no end as logistics_no,
  record.statistics_flag
from raw.message_record as record
left join lonely on lonely.cop_no = case when record.agent_code is null then record.cop_no end
where record.nth = 1 and record.breakage is null and record.wrong is null
  and message_role(record.kind) <> 'unused'
  and coalesce(is_own_enterprise(record.ebc_code), true)
