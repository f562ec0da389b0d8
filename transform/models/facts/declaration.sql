-- The lines of each declaration that are of one park, tenant, partner, district and transport mode, as one; of nearly every
-- declaration that is all of them.
select
  period,
  customs_mode,
  flow,
  park_id,
  uscc,
  partner,
  district,
  transport,
  declaration_no,
  cast(max(case when statistics_flag = 'A' then 1 else 0 end) as integer) as simplified,
  cast(max(case when statistics_flag = 'B' then 1 else 0 end) as integer) as summary,
  cast(max(release_minutes) as integer) as release_minutes,
  cast(min(declared_month) as varchar) as declared_month,
  cast(sum(cny_fen) as decimal(38, 0)) as cny_fen
from facts.second_line
group by period, customs_mode, flow, park_id, uscc, partner, district, transport, declaration_no
