-- Whose lines a cell is made of, the largest value first: a tenant's mode, flow and month is one delivery.
select
  value.uscc,
  value.customs_mode,
  value.flow,
  value.period,
  cast(sum(value.lines) as varchar) as lines,
  cast(cast(sum(value.cny_fen) as decimal(30, 0)) * 0.01 as varchar) as cny,
  cast(cast(sum(value.usd_cent) as decimal(30, 0)) * 0.01 as varchar) as usd
from facts.tenant_value as value
join trace.cell as cell on true
left join catalogue.section as section on section.chapter = value.chapter
left join registry.tenant_kind as tenant_kind on tenant_kind.uscc = value.uscc
where (cell.park = '_T' or cell.park = value.park_id)
  and (cell.mode = '_T' or cell.mode = value.customs_mode)
  and (cell.flow = '_T' or cell.flow = value.flow)
  and value.partner = cell.partner
  and value.district = cell.district
  and value.transport = cell.transport
  and case when cell.section = '_T' then value.chapter = cell.chapter else section.section = cell.section end
  and (cell.kind = '_T' or cell.kind = tenant_kind.kind)
group by value.uscc, value.customs_mode, value.flow, value.period
order by sum(value.cny_fen) desc, value.uscc, value.customs_mode, value.flow
