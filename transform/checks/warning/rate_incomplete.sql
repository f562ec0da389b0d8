-- Currencies that had a rate the month before and have none now; the dollar always needs one.
with month as (select period, place from catalogue.month),
needed as (
  select rate.currency
  from history.rate as rate
  join month on month.period = rate.month and month.place = -1
  union
  select 'USD' as currency
)
select month.period as month, needed.currency, cast(0 as decimal(38, 2)) as effect_cny
from needed
join month on month.place = 0
left join history.rate as rate on rate.month = month.period and rate.currency = needed.currency
where rate.currency is null
order by needed.currency
