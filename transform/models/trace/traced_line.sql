-- The lines of a cell with their place as people count it: where the lake holds no row number, the record's number in its
-- file follows from the order, the header being 1.
with begun as (
  select delivery, min(file_row) as first_row
  from lake.place
  group by delivery
)
select
  line.delivery,
  line.part,
  coalesce(line.row, line.file_row - begun.first_row + 2) as row,
  line.file_row,
  line.uscc,
  line.period,
  line.customs_mode as mode,
  line.flow,
  membership.park_id as park,
  line.partner,
  line.chapter,
  line.customs_district as district,
  line.transport_mode as transport,
  line.declaration_no,
  line.line_no,
  cast(line.declared_on as varchar) as declared_on,
  cast(line.released_on as varchar) as released_on,
  line.hs_code,
  line.goods_name,
  cast(line.quantity as varchar) as quantity,
  line.unit,
  line.currency,
  line.declared_month,
  cast(line.trade_amount as varchar) as amount
from lake.line as line
join lake.in_force as in_force
  on in_force.delivery = line.delivery and in_force.customs_mode = line.customs_mode
  and in_force.flow = line.flow and in_force.period = line.period
join begun on begun.delivery = line.delivery
join trace.cell as cell on true
left join registry.membership as membership
  on membership.uscc = line.uscc and line.released_on >= membership.from_day and line.released_on < membership.to_day
left join catalogue.section as section on section.chapter = line.chapter
left join registry.tenant_kind as tenant_kind on tenant_kind.uscc = line.uscc
where line.outcome = 'accepted'
  and (cell.park = '_T' or cell.park = membership.park_id)
  and (cell.partner = '_T' or cell.partner = line.partner)
  and (cell.chapter = '_T' or cell.chapter = line.chapter)
  and (cell.section = '_T' or cell.section = section.section)
  and (cell.district = '_T' or cell.district = line.customs_district)
  and (cell.transport = '_T' or cell.transport = line.transport_mode)
  and (cell.kind = '_T' or cell.kind = tenant_kind.kind)
