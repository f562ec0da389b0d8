-- A line that another tenant has in force in the same month: broker and owner both report it. Who the other one is, is not told.
select distinct
  'duplicate_across_tenants' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'declaration_no' as column_name,
  line.declaration_no as value,
  line.subject
from history.line_of_others as other
join judged.examined as line
  on line.line_hash = other.line_hash and line.declaration_no = other.declaration_no and line.period = other.period
where line.uscc <> other.uscc
