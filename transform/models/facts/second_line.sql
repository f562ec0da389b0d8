-- Lines but those of goods on their way into a bonded area, which are counted apart and added to nothing.
select
  period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, waybill_no, declared_month,
  supervision_site, released_on, release_minutes, statistics_flag, cny_fen, usd_cent, tax_fen
from facts.valued_line
where coalesce(bonded_line, '2') <> '1'
