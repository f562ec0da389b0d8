-- A line that is in force in another month of the tenant, which this file does not answer for: it would count twice.
select
  'line_in_other_month' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'declaration_no' as column_name,
  line.declaration_no || ' (' || min(old.period) || ')' as value,
  line.subject
from history.line as old
join judged.examined as line on line.line_hash = old.line_hash and line.uscc = old.uscc
left join judged.month as month
  on month.delivery = line.delivery and month.customs_mode = old.customs_mode and month.flow = old.flow and month.period = old.period
where old.period <> line.period and month.delivery is null
group by line.delivery, line.part, line.place, line.period, line.declaration_no, line.subject
