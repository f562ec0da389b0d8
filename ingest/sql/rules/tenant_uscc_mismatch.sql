-- The content names another registered tenant by its USCC, and not the one that it was delivered for.
select
  'tenant_uscc_mismatch' as rule,
  claim.delivery,
  claim.value,
  '' as subject
from judged.claim as claim
join judged.file as file on file.delivery = claim.delivery
join (select distinct uscc from history.tenant_name) as tenant on tenant.uscc = claim.value
where claim.kind = 'uscc' and claim.value <> file.uscc
  and not exists (
    select 1 from judged.claim as own
    where own.delivery = file.delivery and own.kind = 'uscc' and own.value = file.uscc
  )
