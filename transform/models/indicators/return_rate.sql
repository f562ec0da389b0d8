select
  value.park,
  value.mode,
  value.flow,
  cast(divide_half_up(coalesce(returned.cny_fen, 0) * 1000000, value.cny_fen) as decimal(30, 0)) * 0.000001 as value
from cells.value as value
left join cells.event as returned
  on returned.park = value.park and returned.mode = value.mode and returned.flow = value.flow and returned.kind = 'return'
where value.is_total and value.cny_fen > 0
