-- Every accepted line in force of the month, with its value in yuan: what hangs on a row is ranked by it, and nothing of it is
-- published, so that it is had from a double, ten times as fast as 128 bits.
select
  line.uscc,
  line.customs_mode as mode,
  line.flow,
  line.declaration_no,
  line.line_no,
  line.declared_on,
  line.declared_month,
  line.released_on,
  line.customs_district as district,
  line.partner,
  line.transport_mode as transport,
  line.chapter,
  line.unit,
  line.quantity,
  line.currency,
  line.trade_terms,
  coalesce(line.statistics_flag, '') = 'B' as summarised,
  coalesce(line.order_no, '') <> '' as ordered,
  line.amount,
  line.trade_amount,
  line.freight,
  line.insurance,
  -- Null where none of the three was filled in.
  case when coalesce(line.duty, line.vat, line.consumption_tax) is not null
    then coalesce(line.duty, 0) + coalesce(line.vat, 0) + coalesce(line.consumption_tax, 0) end as tax,
  cast(cast(line.trade_amount as double) * coalesce(cast(rate.cny_per_100 as double), 0) / 100 as decimal(18, 2)) as cny
from lake.line as line
join lake.in_force as in_force
  on in_force.delivery = line.delivery and in_force.uscc = line.uscc and in_force.customs_mode = line.customs_mode
  and in_force.flow = line.flow and in_force.period = line.period
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.outcome = 'accepted'
