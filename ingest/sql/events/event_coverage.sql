-- What a delivery covers with returns and cancellations: every customs mode, flow and month of theirs.
select customs_mode, flow, period, cast(count(*) as bigint) as lines
from judged.resolved_event
where outcome = 'accepted'
group by customs_mode, flow, period
order by customs_mode, flow, period
