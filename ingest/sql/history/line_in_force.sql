-- Every accepted line in force, as it stands in the lake.
select line.*
from history.lake_line as line
join history.month as month
  on month.delivery = line.delivery and month.customs_mode = line.customs_mode and month.flow = line.flow and month.period = line.period
where line.outcome = 'accepted'
