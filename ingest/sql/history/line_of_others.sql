-- Lines that other tenants have in force.
select line.uscc, line.period, line.line_hash, line.declaration_no
from history.lake_line_of_others as line
join history.month_of_others as month
  on month.delivery = line.delivery and month.customs_mode = line.customs_mode and month.flow = line.flow and month.period = line.period
where line.outcome = 'accepted'
