-- What lines are worth by the park of their tenant and the park of their supervision site on the day of release; `_U`: no
-- site was given, or it lies in none of the parks. `bonded_line` 1 is goods on their way into a bonded area.
with placed as (
  select
    period, customs_mode, flow, park_id, supervision_site, released_on, bonded_line,
    cast(count(*) as decimal(38, 0)) as lines,
    cast(sum(cny_fen) as decimal(38, 0)) as cny_fen
  from facts.valued_line
  group by period, customs_mode, flow, park_id, supervision_site, released_on, bonded_line
)
select
  placed.period,
  placed.customs_mode,
  placed.flow,
  placed.park_id,
  coalesce(site.park_id, '_U') as site_park,
  coalesce(placed.bonded_line, '2') as bonded_line,
  cast(sum(placed.lines) as decimal(38, 0)) as lines,
  cast(sum(placed.cny_fen) as decimal(38, 0)) as cny_fen
from placed
left join registry.site as site
  on site.site_code = placed.supervision_site and placed.released_on >= site.from_day and placed.released_on < site.to_day
group by placed.period, placed.customs_mode, placed.flow, placed.park_id, site.park_id, placed.bonded_line
