-- Every accepted line in force of the month, with its value in yuan.
select
  line.uscc,
  line.customs_mode as mode,
  line.flow,
  line.period,
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
  line.statistics_flag,
  line.order_no,
  line.amount,
  line.trade_amount,
  line.freight,
  line.insurance,
  -- Null where none of the three was filled in.
  case when coalesce(line.duty, line.vat, line.consumption_tax) is not null
    then coalesce(line.duty, 0) + coalesce(line.vat, 0) + coalesce(line.consumption_tax, 0) end as tax,
  -- 19 digits make DuckDB multiply in 128 bits.
  cast(cast(line.trade_amount as decimal(19, 5)) * coalesce(rate.cny_per_100, 0) * 0.01 as decimal(18, 2)) as cny
from lake.line as line
join lake.in_force as in_force
  on in_force.delivery = line.delivery and in_force.uscc = line.uscc and in_force.customs_mode = line.customs_mode
  and in_force.flow = line.flow and in_force.period = line.period
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.outcome = 'accepted'
