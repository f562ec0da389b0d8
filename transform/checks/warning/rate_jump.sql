-- Rates in use that moved a lot against the month before: what the value would be at the rate before.
with threshold as (
  select max(number) filter (where name = 'change') as change from catalogue.threshold where check_id = 'rate_jump'
),
used as (
  select declared_month, currency, count(*) as lines, sum(cny) as cny
  from checked.line
  where currency <> 'CNY'
  group by declared_month, currency
)
select
  used.currency, used.declared_month, before.cny_per_100 as rate_before, now.cny_per_100 as rate, used.lines,
  cast(abs(used.cny - used.cny * before.cny_per_100 / now.cny_per_100) as decimal(38, 2)) as effect_cny
from used
cross join threshold
join catalogue.month as month on month.period = used.declared_month
join catalogue.month as previous on previous.place = month.place - 1
join history.rate as now on now.month = used.declared_month and now.currency = used.currency
join history.rate as before on before.month = previous.period and before.currency = used.currency
where abs(now.cny_per_100 - before.cny_per_100) > before.cny_per_100 * threshold.change
order by effect_cny desc, currency, declared_month
