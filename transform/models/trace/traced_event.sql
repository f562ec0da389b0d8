-- Returns and cancellations of a cell, each beside the line that it is about, in the order of their deliveries and rows.
select
  event.delivery,
  nullif(event.part, '') as part,
  cast(event.row as varchar) as row,
  event.kind,
  event.customs_mode as mode,
  event.flow,
  event.park_id as park,
  event.uscc,
  event.original_period,
  event.declaration_no,
  event.line_no,
  cast(event.event_on as varchar) as event_on,
  event.state,
  cast(cast(event.cny_fen as decimal(30, 0)) * 0.01 as varchar) as cny
from facts.event as event
join trace.cell as cell on true
where (cell.park = '_T' or cell.park = event.park_id)
  and (cell.mode = '_T' or cell.mode = event.customs_mode)
  and (cell.flow = '_T' or cell.flow = event.flow)
order by event.delivery, event.part, event.row, event.declaration_no, event.line_no
