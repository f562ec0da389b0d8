-- Business records with the list that each is about: its number where anything tells it, else the declarant's. Joins have
-- equalities only: with a condition on the left side DuckDB compares every pair.
select
  node.*,
  coalesce(node.invt_no, by_cop.invt_no, by_pre.invt_no) as declaration_no,
  coalesce(node.invt_no, by_cop.invt_no, by_pre.invt_no, 'cop ' || node.cop_key, 'cop ' || by_pre.cop_key, 'pre ' || node.pre_no) as list_key
from judged.message_node as node
left join judged.message_alias as by_cop on by_cop.alias = case when node.invt_no is null then 'cop ' || node.cop_key end
left join judged.message_alias as by_pre on by_pre.alias = case when node.invt_no is null then 'pre ' || node.pre_no end
