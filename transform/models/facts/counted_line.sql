-- Every line that counts: accepted, of the delivery in force, with its park on the day of release.
select
  line.delivery,
  line.period,
  line.customs_mode,
  line.flow,
  membership.park_id,
  line.uscc,
  line.partner,
  line.chapter,
  line.customs_district as district,
  line.transport_mode as transport,
  line.declaration_no,
  line.line_no,
  line.line_hash,
  line.waybill_no,
  line.declared_month,
  line.currency,
  line.quantity,
  line.unit,
  line.trade_amount,
  line.bonded_line,
  line.supervision_site,
  line.released_on,
  line.release_minutes,
  line.statistics_flag,
  line.duty,
  line.vat,
  line.consumption_tax
from lake.line as line
join lake.in_force as in_force
  on in_force.delivery = line.delivery and in_force.customs_mode = line.customs_mode
  and in_force.flow = line.flow and in_force.period = line.period
left join registry.membership as membership
  on membership.uscc = line.uscc and line.released_on >= membership.from_day and line.released_on < membership.to_day
where line.outcome = 'accepted'
