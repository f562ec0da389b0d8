-- What else a list is called: the declarant's and the port's number of a list, by the number that customs gave it. A number
-- that only a second record ties to the list's is followed too.
with direct as (
  select alias, min(invt_no) as invt_no
  from (
    select 'cop ' || cop_key as alias, invt_no from judged.message_node where invt_no is not null and cop_key is not null
    union all
    select 'pre ' || pre_no as alias, invt_no from judged.message_node where invt_no is not null and pre_no is not null
  ) as named
  group by alias
),
tied as (
  select node.cop_key, node.pre_no, coalesce(by_cop.invt_no, by_pre.invt_no) as invt_no
  from judged.message_node as node
  left join direct as by_cop on by_cop.alias = 'cop ' || node.cop_key
  left join direct as by_pre on by_pre.alias = 'pre ' || node.pre_no
  where node.invt_no is null and node.cop_key is not null and node.pre_no is not null
)
select alias, min(invt_no) as invt_no, min(cop_key) as cop_key
from (
  select alias, invt_no, null as cop_key from direct
  union all
  select 'cop ' || cop_key as alias, invt_no, null as cop_key from tied where invt_no is not null
  union all
  select 'pre ' || pre_no as alias, invt_no, cop_key from tied
) as named
group by alias
