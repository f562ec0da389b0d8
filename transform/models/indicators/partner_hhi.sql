-- Σ (x/X)² · 10,000 with four decimals; none where a partner is below zero, for then shares mean nothing.
with total as (
  select park, mode, flow, cny_fen
  from cells.value
  where is_total
)
select
  part.park,
  part.mode,
  part.flow,
  cast(divide_half_up(sum(part.cny_fen * part.cny_fen) * 100000000, any_value(total.cny_fen * total.cny_fen)) as decimal(30, 0)) * 0.0001 as value
from cells.value as part
join total using (park, mode, flow)
where part.partner <> '_T' and total.cny_fen > 0
group by part.park, part.mode, part.flow
having min(part.cny_fen) >= 0
