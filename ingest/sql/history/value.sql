-- The tenant's value in yuan by customs mode, flow and month.
select uscc, customs_mode, flow, period, sum(cny * weight) as cny
from history.sampled_line
where cny is not null
group by uscc, customs_mode, flow, period
