-- The title says that amounts are in 万元 or 亿元; they are read as yuan.
select
  'claimed_unit' as rule,
  claim.delivery,
  'amount' as column_name,
  claim.value,
  '' as subject
from judged.claim as claim
join judged.file as file on file.delivery = claim.delivery
where claim.kind = 'unit' and claim.value <> '元' and file.lines > 0
