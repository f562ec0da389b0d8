-- Only the retail modes; their total stands at mode _T.
with ticket as (
  select value.park, value.mode, value.flow, value.cny_fen, declarations.declarations
  from cells.value as value
  join cells.declarations as declarations using (park, mode, flow)
  where value.mode in (select mode from catalogue.retail_mode) and value.is_total and declarations.is_total
)
select
  park,
  coalesce(mode, '_T') as mode,
  flow,
  cast(divide_half_up(sum(cny_fen), sum(declarations)) as decimal(30, 0)) * 0.01 as value
from ticket
group by grouping sets ((park, mode, flow), (park, flow))
