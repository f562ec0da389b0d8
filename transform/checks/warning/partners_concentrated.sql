-- Modes and flows whose concentration on partners rose far above its own median of the year before.
with threshold as (
  select
    max(number) filter (where name = 'index') as least_rise,
    max(number) filter (where name = 'months') as months
  from catalogue.threshold where check_id = 'partners_concentrated'
),
city as (
  select indicator, mode, flow, place, value from checked.cell_month where park = '_T' and value is not null
),
usual as (
  select mode, flow, median(value) as index, count(*) as months
  from city
  where indicator = 'partner_hhi' and place between -12 and -1
  group by mode, flow
)
select
  now.mode, now.flow, cast(usual.index as decimal(18, 4)) as index_before, cast(now.value as decimal(18, 4)) as index,
  cast(coalesce(traded.value, 0) as decimal(38, 2)) as effect_cny
from city as now
join usual using (mode, flow)
join threshold on usual.months >= threshold.months
left join city as traded on traded.indicator = 'trade_value' and traded.place = 0 and traded.mode = now.mode and traded.flow = now.flow
where now.indicator = 'partner_hhi' and now.place = 0 and now.value - usual.index > threshold.least_rise
order by effect_cny desc, mode, flow
