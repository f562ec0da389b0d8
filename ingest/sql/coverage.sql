-- What a delivery covers: one row for every customs mode, flow and month with lines, how many of them accepted.
select
  delivery, customs_mode, flow, period,
  coalesce(cast(sum(rows) filter (where outcome = 'accepted') as bigint), 0) as lines,
  list_sort(list(distinct declared_month || ' ' || currency) filter (where outcome = 'accepted')) as rates
from judged.summary
where outcome in ('accepted', 'rejected')
  and customs_mode is not null and flow is not null and period is not null
group by delivery, customs_mode, flow, period
order by delivery, customs_mode, flow, period
