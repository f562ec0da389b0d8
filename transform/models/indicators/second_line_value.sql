-- The value of the lists out of bonded areas, from the cells of their pairs of mode and flow.
select
  value.park,
  coalesce(value.mode, '_T') as mode,
  coalesce(value.flow, '_T') as flow,
  value.partner, value.chapter, value.section, value.district, value.transport, value.kind,
  cast(sum(value.cny_fen) as decimal(30, 0)) * 0.01 as value
from cells.value as value
join catalogue.possible as possible
  on possible.indicator = 'second_line_value' and possible.mode = value.mode and possible.flow = value.flow
where value.mode <> '_T' and value.flow <> '_T'
group by cube (value.mode, value.flow), value.park, value.partner, value.chapter, value.section, value.district, value.transport, value.kind
