-- Lines that count, with their value, rounded half up to the fen and the cent. cny_per_100 yuan for 100 units is
-- cny_per_100 fen for one. The dollar value is a quotient: the nearest cent is found by multiplication and set right by
-- comparison, so that every engine gets the same last digit.
-- Rounding numbers of more than 18 digits is slow. An amount below ten million at an ordinary rate is therefore taken apart
-- into its whole and its fraction, whose products have at most 18 digits; the result is the same. For all others, 19 digits
-- make DuckDB multiply in 128 bits, and keep every product within the 38 digits that Spark does not round.
with rated as (
  select
    line.period, line.customs_mode, line.flow, line.park_id, line.uscc, line.partner, line.chapter, line.district, line.transport,
    line.declaration_no, line.line_no, line.line_hash, line.waybill_no, line.declared_month, line.currency, line.bonded_line, line.supervision_site, line.released_on,
    line.release_minutes, line.statistics_flag, line.duty, line.vat, line.consumption_tax, line.trade_amount,
    rate.cny_per_100, rate.usd_num, rate.usd_den, rate.usd_ratio, rate.cny_narrow, rate.usd_narrow,
    case when line.trade_amount < 10000000 and rate.cny_narrow is not null and rate.usd_narrow is not null then 1 else 0 end as narrow,
    cast(case when line.trade_amount < 10000000 then line.trade_amount else 1 end as decimal(12, 5)) as small
  from facts.counted_line as line
  left join registry.rate as rate
    on rate.month = line.declared_month and rate.currency = line.currency
),
parted as (
  select
    period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, line_no, line_hash, waybill_no, declared_month, currency, bonded_line,
    supervision_site, released_on, release_minutes, statistics_flag, duty, vat, consumption_tax, trade_amount,
    cny_per_100, usd_num, usd_den, usd_ratio, cny_narrow, usd_narrow, narrow,
    -- Half off before rounding half up: the whole that is not above the amount.
    cast(small - 0.5 as decimal(7, 0)) as whole,
    cast(small - cast(small - 0.5 as decimal(7, 0)) as decimal(6, 5)) as fraction
  from rated
),
multiplied as (
  select
    period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, line_no, line_hash, waybill_no, declared_month, currency, bonded_line,
    supervision_site, released_on, release_minutes, statistics_flag, duty, vat, consumption_tax, trade_amount,
    cny_per_100, usd_num, usd_den, usd_ratio, usd_narrow, narrow, whole, fraction,
    cast(whole * cny_narrow - 0.5 as decimal(11, 0)) as whole_fen,
    cast(whole * cny_narrow - cast(whole * cny_narrow - 0.5 as decimal(11, 0)) as decimal(12, 11)) + fraction * cny_narrow as rest_fen
  from parted
),
converted as (
  select
    period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, line_no, line_hash, waybill_no, declared_month, currency, bonded_line,
    supervision_site, released_on, release_minutes, statistics_flag, duty, vat, consumption_tax, usd_den,
    -- Each way to 64 bits by itself: from 128 bits it takes long.
    case when narrow = 1 then cast(whole_fen + cast(rest_fen as decimal(6, 0)) as bigint)
      else cast(cast(cast(trade_amount as decimal(19, 5)) * cny_per_100 as decimal(38, 0)) as bigint) end as cny_fen,
    cast(trade_amount as decimal(19, 5)) * usd_num as usd_product,
    case when narrow = 1 then cast(cast(whole * usd_narrow + cast(fraction * usd_narrow as decimal(11, 8)) as decimal(18, 0)) as bigint)
      else cast(cast(trade_amount * usd_ratio as decimal(38, 0)) as bigint) end as usd_cent
  from multiplied
),
compared as (
  select
    period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, line_no, line_hash, waybill_no, declared_month, currency, bonded_line,
    supervision_site, released_on, release_minutes, statistics_flag, duty, vat, consumption_tax, usd_den, cny_fen, usd_cent,
    -- Twice what lies between the exact dollar value and the cent found, times the divisor.
    usd_product * 200 - cast(usd_cent as decimal(19, 0)) * 2 * usd_den as usd_apart
  from converted
)
select
  period, customs_mode, flow, park_id, uscc, partner, chapter, district, transport, declaration_no, line_no, line_hash, waybill_no, declared_month, currency, bonded_line,
  supervision_site, released_on, release_minutes, statistics_flag, cny_fen,
  cast(case when usd_apart >= usd_den then usd_cent + 1 when usd_apart < -usd_den then usd_cent - 1 else usd_cent end as bigint) as usd_cent,
  -- Taxes are assessed in yuan, on imports only.
  cast(case when flow <> 'import' or coalesce(duty, vat, consumption_tax) is null then 0
    when coalesce(duty, 0) < 10000000 and coalesce(vat, 0) < 10000000 and coalesce(consumption_tax, 0) < 10000000
      then cast(cast((cast(coalesce(duty, 0) as decimal(12, 5)) + cast(coalesce(vat, 0) as decimal(12, 5)) + cast(coalesce(consumption_tax, 0) as decimal(12, 5))) * 100 as decimal(18, 0)) as bigint)
    else cast(cast((cast(coalesce(duty, 0) as decimal(20, 5)) + coalesce(vat, 0) + coalesce(consumption_tax, 0)) * 100 as decimal(38, 0)) as bigint) end as bigint) as tax_fen
from compared
