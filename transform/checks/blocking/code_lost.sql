-- Codes in lines that count and that the code lists do not hold any more.
with used as (
  select 'customs_mode' as list, mode as code, count(*) as lines, sum(cny) as cny from checked.line group by mode
  union all
  select 'partner' as list, partner as code, count(*) as lines, sum(cny) as cny from checked.line group by partner
  union all
  select 'currency' as list, currency as code, count(*) as lines, sum(cny) as cny from checked.line group by currency
  union all
  select 'unit' as list, unit as code, count(*) as lines, sum(cny) as cny from checked.line group by unit
  union all
  select 'transport_mode' as list, transport as code, count(*) as lines, sum(cny) as cny from checked.line group by transport
  union all
  select 'customs_district' as list, district as code, count(*) as lines, sum(cny) as cny from checked.line group by district
  union all
  select 'trade_terms' as list, trade_terms as code, count(*) as lines, sum(cny) as cny from checked.line group by trade_terms
  union all
  select 'chapter' as list, chapter as code, count(*) as lines, sum(cny) as cny from checked.line group by chapter
)
select used.list, used.code, used.lines, cast(used.cny as decimal(38, 2)) as effect_cny
from used
left join catalogue.code as known on known.list = used.list and known.code = used.code
where used.code is not null and known.code is null
order by effect_cny desc, list, code
