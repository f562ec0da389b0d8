-- Each declaration's lines in each park as one: what they all have alike (`first_` = `last_`), and what they are as a whole.
select
  period,
  customs_mode,
  flow,
  park_id,
  declaration_no,
  cast(min(uscc) as varchar) as first_uscc,
  cast(max(uscc) as varchar) as last_uscc,
  cast(min(partner) as varchar) as first_partner,
  cast(max(partner) as varchar) as last_partner,
  cast(min(district) as varchar) as first_district,
  cast(max(district) as varchar) as last_district,
  cast(min(transport) as varchar) as first_transport,
  cast(max(transport) as varchar) as last_transport,
  cast(max(case when statistics_flag = 'A' then 1 else 0 end) as integer) as simplified,
  cast(max(case when statistics_flag = 'B' then 1 else 0 end) as integer) as summary,
  cast(max(release_minutes) as integer) as release_minutes,
  cast(min(declared_month) as varchar) as declared_month,
  cast(sum(cny_fen) as decimal(38, 0)) as cny_fen
from facts.second_line
group by period, customs_mode, flow, park_id, declaration_no
