-- Nil returns in force that took the place of lines of the same tenant, mode, flow and month.
with delivery as (
  select delivery.*
  from history.delivery as delivery
  join catalogue.month as month on month.period = delivery.period and month.place = 0
),
usual as (
  select uscc, mode, flow, sum(cny) / count(distinct place) as cny
  from checked.tenant_month
  where place between -12 and -1
  group by uscc, mode, flow
)
select
  nil.uscc, nil.mode, nil.flow, max(earlier.lines) as lines_before, min(nil.delivery) as delivery,
  cast(coalesce(any_value(usual.cny), 0) as decimal(38, 2)) as effect_cny
from delivery as nil
join delivery as earlier
  on earlier.uscc = nil.uscc and earlier.mode = nil.mode and earlier.flow = nil.flow and earlier.lines > 0 and not earlier.counts
left join usual on usual.uscc = nil.uscc and usual.mode = nil.mode and usual.flow = nil.flow
where nil.counts and nil.lines = 0
group by nil.uscc, nil.mode, nil.flow
order by effect_cny desc, uscc, mode, flow
