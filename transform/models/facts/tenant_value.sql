-- Grain: period, mode, flow, park, tenant, partner, chapter. Exact sums in fen and cents.
select
  period,
  customs_mode,
  flow,
  park_id,
  uscc,
  partner,
  chapter,
  cast(count(*) as decimal(38, 0)) as lines,
  cast(sum(cny_fen) as decimal(38, 0)) as cny_fen,
  cast(sum(usd_cent) as decimal(38, 0)) as usd_cent
from facts.valued_line
group by period, customs_mode, flow, park_id, uscc, partner, chapter
