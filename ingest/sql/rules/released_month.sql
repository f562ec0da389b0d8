-- The file answers for a month that has been released: accepting it makes a revision.
select distinct
  'released_month' as rule,
  month.delivery,
  month.period,
  'released_on' as column_name,
  month.period as value,
  '' as subject
from judged.month as month
join history.released as released on released.month = month.period
