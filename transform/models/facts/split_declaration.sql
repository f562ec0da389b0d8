-- Declarations whose lines are not all of one park, tenant, partner, district and transport mode: few. Only they can count in
-- several groups of one kind.
select period, customs_mode, flow, declaration_no
from facts.declaration
group by period, customs_mode, flow, declaration_no
having count(*) > 1
