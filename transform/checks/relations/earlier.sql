-- Lines in force of the three months before, added up as far as checks look at them.
with line as (
  select
    month.place,
    line.uscc,
    line.customs_mode as mode,
    line.flow,
    line.customs_district as district,
    line.transport_mode as transport,
    line.chapter,
    line.unit,
    line.currency,
    line.declared_month,
    coalesce(line.statistics_flag, '') = 'B' as summarised,
    count(*) as lines,
    sum(line.quantity) as quantity,
    sum(line.trade_amount) as amount
  from lake.earlier_line as line
  join lake.earlier_in_force as in_force
    on in_force.delivery = line.delivery and in_force.uscc = line.uscc and in_force.customs_mode = line.customs_mode
    and in_force.flow = line.flow and in_force.period = line.period
  join catalogue.month as month on month.period = line.period
  where line.outcome = 'accepted'
  group by all
)
select line.*, line.amount * coalesce(rate.cny_per_100, 0) * 0.01 as cny
from line
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
