-- Lines and value by the park of the tenant and the park of the supervision site; no totals.
select
  park_id as park,
  site_park,
  customs_mode as mode,
  flow,
  cast(sum(lines) as hugeint) as lines,
  cast(sum(cny_fen) as hugeint) as cny_fen
from facts.site_value
where bonded_line = '2'
group by park_id, site_park, customs_mode, flow
