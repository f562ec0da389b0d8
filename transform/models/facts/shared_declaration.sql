-- Declarations of which several tenants report lines: almost none. With them counts of tenants become counts of kinds.
with own as (
  select period, customs_mode, flow, declaration_no, min(uscc) as first_uscc, max(uscc) as last_uscc
  from facts.counted_line
  group by period, customs_mode, flow, declaration_no
),
shared as (
  select period, customs_mode, flow, declaration_no
  from own
  where first_uscc <> last_uscc
)
select line.period, line.customs_mode, line.flow, line.park_id, line.uscc, line.declaration_no
from facts.counted_line as line
join shared
  on shared.declaration_no = line.declaration_no and shared.period = line.period and shared.customs_mode = line.customs_mode
  and shared.flow = line.flow
group by line.period, line.customs_mode, line.flow, line.park_id, line.uscc, line.declaration_no
