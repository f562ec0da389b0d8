-- Cells of park, mode and flow with exactly as many declarations as the month before.
with threshold as (
  select max(number) filter (where name = 'declarations') as declarations from catalogue.threshold where check_id = 'declarations_repeated'
),
cell as (
  select * from checked.cell_month where park <> '_T' and mode <> '_T' and flow <> '_T'
)
select
  now.park, now.mode, now.flow, cast(now.value as bigint) as declarations, cast(coalesce(traded.value, 0) as decimal(38, 2)) as effect_cny
from cell as now
join cell as before
  on before.indicator = now.indicator and before.park = now.park and before.mode = now.mode and before.flow = now.flow and before.place = -1
join threshold on now.value >= threshold.declarations
left join cell as traded
  on traded.indicator = 'trade_value' and traded.place = 0 and traded.park = now.park and traded.mode = now.mode and traded.flow = now.flow
where now.indicator = 'declarations' and now.place = 0 and now.value = before.value
order by effect_cny desc, now.park, now.mode, now.flow
