-- The same goods line in two deliveries in force (a broker and the owner both report it). Within a delivery acceptance has
-- seen to it; only where several deliveries make a month can a line stand twice.
with shared as (
  select customs_mode, flow, period
  from lake.in_force
  group by customs_mode, flow, period
  having count(*) > 1
),
repeated as (
  select line.period, line.customs_mode, line.flow, line.line_hash
  from facts.valued_line as line
  join shared on shared.period = line.period and shared.customs_mode = line.customs_mode and shared.flow = line.flow
  group by line.period, line.customs_mode, line.flow, line.line_hash
  having count(*) > 1
)
select
  line.period, line.customs_mode, line.flow, line.declaration_no, line.line_no,
  count(*) as times, min(line.uscc) as uscc, max(line.uscc) as other_uscc,
  cast(cast(coalesce(sum(line.cny_fen) - max(line.cny_fen), 0) as decimal(20, 0)) * 0.01 as decimal(38, 2)) as effect_cny
from facts.valued_line as line
join repeated
  on repeated.line_hash = line.line_hash and repeated.period = line.period
  and repeated.customs_mode = line.customs_mode and repeated.flow = line.flow
group by line.period, line.customs_mode, line.flow, line.declaration_no, line.line_no
having count(*) > 1
order by line.period, line.customs_mode, line.flow, line.declaration_no, line.line_no
