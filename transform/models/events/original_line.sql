-- The lines in force of the declarations that events are about, with their value at their own rate, rounded half up to the
-- fen as in facts.valued_line.
with named as (
  select distinct uscc, customs_mode, flow, declaration_no
  from events.event
)
select
  line.delivery,
  line.uscc,
  line.customs_mode,
  line.flow,
  line.period,
  line.park_id,
  line.declaration_no,
  line.line_no,
  line.declared_month,
  line.currency,
  line.quantity,
  line.unit,
  cast(cast(cast(line.trade_amount as decimal(19, 5)) * rate.cny_per_100 as decimal(38, 0)) as hugeint) as cny_fen
from facts.counted_line as line
join named
  on named.uscc = line.uscc and named.customs_mode = line.customs_mode and named.flow = line.flow
  and named.declaration_no = line.declaration_no
left join registry.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
