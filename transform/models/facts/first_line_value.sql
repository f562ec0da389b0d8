-- What goods on their way into a bonded area are worth, as facts.tenant_value has it of all others.
select
  period,
  customs_mode,
  flow,
  park_id,
  uscc,
  coalesce(partner, '_T') as partner,
  coalesce(chapter, '_T') as chapter,
  coalesce(district, '_T') as district,
  coalesce(transport, '_T') as transport,
  cast(count(*) as decimal(38, 0)) as lines,
  cast(sum(cny_fen) as decimal(38, 0)) as cny_fen,
  cast(sum(usd_cent) as decimal(38, 0)) as usd_cent
from facts.valued_line
where bonded_line = '1'
group by grouping sets (
  (period, customs_mode, flow, park_id, uscc),
  (period, customs_mode, flow, park_id, uscc, partner),
  (period, customs_mode, flow, park_id, uscc, chapter),
  (period, customs_mode, flow, park_id, uscc, district),
  (period, customs_mode, flow, park_id, uscc, transport)
)
