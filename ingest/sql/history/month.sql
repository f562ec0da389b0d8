-- What each file answers for: its customs modes, flows and months with the lines accepted. A nil return answers for one
-- pair, or for every pair in force, unless the file has lines of that pair and month.
with spoken as (
  select delivery, customs_mode, flow, period, coalesce(cast(sum(rows) filter (where outcome = 'accepted') as bigint), 0) as lines
  from judged.summary
  where outcome in ('accepted', 'rejected') and customs_mode is not null and flow is not null and period is not null
  group by delivery, customs_mode, flow, period
),
nil as (
  select distinct
    summary.delivery,
    coalesce(summary.customs_mode, old.customs_mode) as customs_mode,
    coalesce(summary.flow, old.flow) as flow,
    summary.period
  from judged.summary as summary
  join judged.given as given on given.delivery = summary.delivery
  left join history.month as old on old.uscc = given.uscc and summary.customs_mode is null and summary.flow is null
  where summary.outcome = 'nil'
)
select delivery, customs_mode, flow, period, lines, false as is_nil
from spoken
union all
select delivery, customs_mode, flow, period, 0 as lines, true as is_nil
from nil
where customs_mode is not null and flow is not null
  and not exists (
    select 1 from spoken
    where spoken.delivery = nil.delivery and spoken.customs_mode = nil.customs_mode
      and spoken.flow = nil.flow and spoken.period = nil.period
  )
