-- Value and lines of every tenant by park, mode and flow: this month (place 0), and the months before as they are released now.
select uscc, park, mode, flow, place, lines, cny
from history.tenant_cell
join catalogue.month using (period)
where place < 0
union all
select
  uscc,
  park_id as park,
  customs_mode as mode,
  flow,
  0 as place,
  cast(sum(lines) as bigint) as lines,
  cast(cast(sum(cny_fen) as decimal(30, 0)) * 0.01 as decimal(30, 2)) as cny
from facts.tenant_value
where partner = '_T' and chapter = '_T' and district = '_T' and transport = '_T'
group by uscc, park_id, customs_mode, flow
