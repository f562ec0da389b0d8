-- The content names another registered tenant, and not the one that it was delivered for.
select
  'tenant_name_mismatch' as rule,
  claim.delivery,
  min(claim.value) as value,
  '' as subject
from judged.claim as claim
join judged.file as file on file.delivery = claim.delivery
join history.tenant_name as other on other.plain_name = claim.plain_value and other.uscc <> file.uscc
where claim.kind = 'name'
  and not exists (
    select 1 from judged.claim as own
    join history.tenant_name as name on name.plain_name = own.plain_value
    where own.delivery = file.delivery and own.kind = 'name' and name.uscc = file.uscc
  )
group by claim.delivery, claim.plain_value
