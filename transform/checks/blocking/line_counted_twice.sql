-- The same goods line in the deliveries in force of two tenants (a broker and the owner both report it).
select period, customs_mode, flow, declaration_no, line_no, count(*) as times, min(uscc) as uscc, max(uscc) as other_uscc
from facts.counted_line
group by period, customs_mode, flow, declaration_no, line_no
having count(*) > 1
order by period, customs_mode, flow, declaration_no, line_no
