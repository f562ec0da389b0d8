-- Declarations of which several tenants report lines: almost none. With them counts of tenants become counts of kinds.
with shared as (
  select own.period, own.customs_mode, own.flow, own.declaration_no, min(own.uscc) as first_uscc, max(own.uscc) as last_uscc
  from facts.declaration as own
  join facts.split_declaration as split
    on split.declaration_no = own.declaration_no and split.period = own.period and split.customs_mode = own.customs_mode and split.flow = own.flow
  group by own.period, own.customs_mode, own.flow, own.declaration_no
)
select line.period, line.customs_mode, line.flow, line.park_id, line.uscc, line.declaration_no
from facts.second_line as line
join shared
  on shared.declaration_no = line.declaration_no and shared.period = line.period and shared.customs_mode = line.customs_mode and shared.flow = line.flow
where shared.first_uscc <> shared.last_uscc
group by line.period, line.customs_mode, line.flow, line.park_id, line.uscc, line.declaration_no
