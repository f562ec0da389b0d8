-- A waybill of two declarations, in the file or with one of the six months before. One finding a declaration.
with own as (
  select delivery, uscc, customs_mode, flow, waybill_no, declaration_no, min(period) as period, min(place) as place,
    arg_min(part, place) as part, arg_min(subject, place) as subject
  from judged.examined
  where waybill_no is not null
  group by delivery, uscc, customs_mode, flow, waybill_no, declaration_no
),
again as (
  select *, row_number() over (partition by delivery, flow, waybill_no order by place) > 1 as is_again
  from own
),
before as (
  select own.delivery, own.place
  from history.line as old
  join own
    on own.uscc = old.uscc and own.flow = old.flow and own.waybill_no = old.waybill_no
      and own.declaration_no <> old.declaration_no and old.period <= own.period
      and old.period >= strftime(cast(own.period || '-01' as date) - interval 6 month, '%Y-%m')
  left join judged.month as month
    on month.delivery = own.delivery and month.customs_mode = old.customs_mode and month.flow = old.flow and month.period = old.period
  where month.delivery is null
)
select
  'waybill_reused' as rule,
  again.delivery,
  again.part,
  again.place as row,
  again.period,
  'waybill_no' as column_name,
  left(again.waybill_no, 80) as value,
  again.subject
from again
where again.is_again or (again.delivery, again.place) in (select (before.delivery, before.place) from before)
