-- The waybill of an order and the order of a waybill, where the carriers' messages know exactly one.
select order_no, logistics_no
from (
  select order_no, logistics_no,
    count(*) over (partition by order_no) as waybills,
    count(*) over (partition by logistics_no) as orders
  from (
    select distinct order_no, logistics_no from judged.message_document
    where role = 'waybill' and order_no is not null and logistics_no is not null
  ) as pair
) as counted
where waybills = 1 and orders = 1
