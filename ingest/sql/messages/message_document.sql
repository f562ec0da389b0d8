-- Business records with the list that each is about: its number where anything tells it, else the declarant's. Joins have
-- equalities only: with a condition on the left side DuckDB compares every pair.
select
  node.file, node.node, node.role, node.flow, node.app_type, node.app_time, node.app_status, node.return_status, node.return_time,
  node.tax_no, node.tax_state, node.entry_id, node.order_no, node.logistics_no, node.statistics_flag,
  -- Others are known by their list alone.
  case when node.role in ('list', 'return', 'return_receipt', 'tax') then node.guid end as guid,
  case when node.role in ('list', 'return', 'return_receipt') then node.cop_key end as cop_key,
  case when node.role in ('return', 'return_receipt') then node.pre_no end as pre_no,
  coalesce(node.invt_no, by_cop.invt_no, by_pre.invt_no) as declaration_no,
  coalesce(node.invt_no, by_cop.invt_no, by_pre.invt_no, 'cop ' || node.cop_key, 'cop ' || by_pre.cop_key, 'pre ' || node.pre_no) as list_key
from judged.message_node as node
left join judged.message_alias as by_cop on by_cop.alias = case when node.invt_no is null then 'cop ' || node.cop_key end
left join judged.message_alias as by_pre on by_pre.alias = case when node.invt_no is null then 'pre ' || node.pre_no end
