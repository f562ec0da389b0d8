-- The bridge between the two totals of a park: by membership of the tenant, and by supervision site.
select
  mode,
  flow,
  park,
  site_park,
  cast(cast(lines as decimal(30, 0)) as varchar) as lines,
  cast(cast(cny_fen as decimal(30, 0)) * 0.01 as varchar) as cny
from cells.bridge
order by mode, flow, park, site_park
