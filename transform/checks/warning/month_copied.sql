-- Tenants whose value of a mode and flow equals that of another of their months to the fen.
with threshold as (
  select max(number) filter (where name = 'lines') as lines from catalogue.threshold where check_id = 'month_copied'
),
value as (
  select uscc, mode, flow, place, sum(cny) as cny, sum(lines) as lines
  from checked.tenant_month
  group by uscc, mode, flow, place
)
select now.uscc, now.mode, now.flow, max(month.period) as other_month, now.lines, cast(now.cny as decimal(38, 2)) as effect_cny
from value as now
join value as other on other.uscc = now.uscc and other.mode = now.mode and other.flow = now.flow and other.cny = now.cny and other.place < 0
join catalogue.month as month on month.place = other.place
join threshold on now.lines >= threshold.lines
where now.place = 0 and now.cny > 0
group by now.uscc, now.mode, now.flow, now.lines, now.cny
order by effect_cny desc, now.uscc, now.mode, now.flow
