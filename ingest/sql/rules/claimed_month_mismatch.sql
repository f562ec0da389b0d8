-- The title names a month, but most lines are of another one.
select
  'claimed_month_mismatch' as rule,
  claim.delivery,
  file.main_period as period,
  'released_on' as column_name,
  string_agg(claim.value, ' ' order by claim.value) || ' / ' || file.main_period as value,
  '' as subject
from judged.claim as claim
join judged.file as file on file.delivery = claim.delivery
where claim.kind = 'period' and 2 * file.main_lines > file.lines
group by claim.delivery, file.main_period
having not bool_or(claim.value = file.main_period)
