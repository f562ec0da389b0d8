-- The content names an enterprise, and none of the names is in the registry.
select
  'tenant_name_unknown' as rule,
  claim.delivery,
  min(claim.value) as value,
  '' as subject
from judged.claim as claim
where claim.kind = 'name'
  and exists (select 1 from history.tenant_name)
  and not exists (
    select 1 from judged.claim as own
    join history.tenant_name as name on name.plain_name = own.plain_value
    where own.delivery = claim.delivery and own.kind = 'name'
  )
group by claim.delivery
