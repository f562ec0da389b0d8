-- Lines that events are about of a tenant that was in no park on the day of release.
select period, customs_mode, flow, uscc, count(*) as lines, min(declaration_no) as first_declaration_no
from events.original_line
where park_id is null
group by period, customs_mode, flow, uscc
order by period, customs_mode, flow, uscc
