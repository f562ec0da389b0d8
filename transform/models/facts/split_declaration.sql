-- Declarations whose lines are not of one park, tenant, partner, district and transport mode: few. Only they can count in
-- several groups of one kind.
with parks as (
  select period, customs_mode, flow, declaration_no, min(park_id) as first_park, max(park_id) as last_park,
    max(case when first_uscc <> last_uscc or first_partner <> last_partner or first_district <> last_district
      or first_transport <> last_transport then 1 else 0 end) as differs
  from facts.declaration
  group by period, customs_mode, flow, declaration_no
)
select period, customs_mode, flow, declaration_no
from parks
where first_park <> last_park or differs = 1
