-- A retail order of two declarations, in the file or with an earlier month. One finding a declaration.
with own as (
  select delivery, uscc, customs_mode, flow, order_no, declaration_no, min(period) as period, min(place) as place,
    arg_min(part, place) as part, arg_min(subject, place) as subject
  from judged.examined
  where order_no is not null and customs_mode in ('9610', '1210', '1239')
  group by delivery, uscc, customs_mode, flow, order_no, declaration_no
),
again as (
  select *, row_number() over (partition by delivery, flow, order_no order by place) > 1 as is_again
  from own
),
before as (
  select own.delivery, own.place
  from history.line as old
  join own
    on own.uscc = old.uscc and own.flow = old.flow and own.order_no = old.order_no
      and own.declaration_no <> old.declaration_no and old.period <= own.period
  left join judged.month as month
    on month.delivery = own.delivery and month.customs_mode = old.customs_mode and month.flow = old.flow and month.period = old.period
  where month.delivery is null and old.customs_mode in ('9610', '1210', '1239')
)
select
  'order_in_two_declarations' as rule,
  again.delivery,
  again.part,
  again.place as row,
  again.period,
  'order_no' as column_name,
  left(again.order_no, 80) as value,
  again.subject
from again
where again.is_again or (again.delivery, again.place) in (select (before.delivery, before.place) from before)
