-- Value by the park of the supervision site; the total has the lines of no site, and of sites in no park, too.
select
  coalesce(site_park, '_T') as park,
  coalesce(customs_mode, '_T') as mode,
  coalesce(flow, '_T') as flow,
  cast(sum(cny_fen) as hugeint) as cny_fen
from facts.site_value
where bonded_line = '2'
group by cube (site_park, customs_mode, flow)
