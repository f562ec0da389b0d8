-- Value of each tenant in the month, by park, mode and flow; no totals.
select
  uscc,
  park,
  mode,
  flow,
  cast(lines as varchar) as lines,
  cast(cast(cny_fen as decimal(30, 0)) * 0.01 as varchar) as cny,
  cast(cast(usd_cent as decimal(30, 0)) * 0.01 as varchar) as usd
from cells.tenant
where park <> '_T' and mode <> '_T' and flow <> '_T'
order by uscc, park, mode, flow
