with part as (
  select park, mode, flow, partner, chapter, section, district, transport, kind, usd_cent
  from cells.value
  union all
  select park, mode, flow, partner, chapter, section, district, transport, kind, usd_cent
  from cells.estimate
)
select park, mode, flow, partner, chapter, section, district, transport, kind, cast(sum(usd_cent) as decimal(30, 0)) * 0.01 as value
from part
group by park, mode, flow, partner, chapter, section, district, transport, kind
