-- What a delivery covers: one row for every customs mode, flow and month with at least one accepted line.
select
  delivery, customs_mode, flow, period,
  cast(sum(rows) as bigint) as lines,
  list_sort(list(distinct declared_month || ' ' || currency)) as rates
from judged.summary
where outcome = 'accepted'
group by delivery, customs_mode, flow, period
order by delivery, customs_mode, flow, period
