-- Deliveries in force whose accepted lines are not all in the lake, or more than were accepted.
with found as (
  select uscc, mode, flow, count(*) as lines, sum(cny) as cny
  from checked.line
  group by uscc, mode, flow
),
told as (
  select uscc, customs_mode as mode, flow, sum(lines) as lines
  from lake.in_force
  group by uscc, customs_mode, flow
)
select
  told.uscc, told.mode, told.flow, told.lines as accepted_lines, coalesce(found.lines, 0) as lines,
  cast(coalesce(found.cny, 0) as decimal(38, 2)) as effect_cny
from told
left join found using (uscc, mode, flow)
where told.lines <> coalesce(found.lines, 0)
order by effect_cny desc, uscc, mode, flow
