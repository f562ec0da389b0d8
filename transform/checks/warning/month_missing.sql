-- Months between the first that was released and this one that have no release: cumulated values lack them.
select month.period, cast(0 as decimal(38, 2)) as effect_cny
from catalogue.month as month
left join history.month as released using (period)
where month.place < 0 and released.period is null and month.period > (select min(period) from history.month)
order by month.period
