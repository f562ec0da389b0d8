-- More than one row in five was rejected: the export or the column map is at fault rather than single cells.
select
  'many_rejected' as rule,
  delivery,
  rejected || ' / ' || (lines + rejected) as value,
  '' as subject
from judged.file
where lines + rejected >= 10 and 5 * rejected > lines + rejected
