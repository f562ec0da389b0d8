-- Tenants of whose amounts many are whole hundreds.
with threshold as (
  select
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'lines') as lines
  from catalogue.threshold where check_id = 'round_amounts'
),
tenant as (
  select uscc, mode, flow, count(*) as lines, count(*) filter (where amount % 100 = 0) as round_lines, sum(cny) as cny
  from checked.line
  group by uscc, mode, flow
)
select uscc, mode, flow, tenant.lines, round_lines, cast(cny as decimal(38, 2)) as effect_cny
from tenant
join threshold on tenant.lines >= threshold.lines and round_lines >= tenant.lines * threshold.share
order by effect_cny desc, uscc, mode, flow
