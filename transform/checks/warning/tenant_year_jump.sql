-- Tenants whose value of a mode and flow is a multiple or a fraction of that of the same month a year before; January and
-- February are one, because the Spring Festival falls into either.
with threshold as (
  select
    max(number) filter (where name = 'factor') as factor,
    max(number) filter (where name = 'share') as share
  from catalogue.threshold where check_id = 'tenant_year_jump'
),
city as (select sum(cny) as cny from checked.tenant_step where step_place = 0)
select
  now.uscc, now.mode, now.flow, cast(before.cny as decimal(38, 2)) as cny_before, cast(now.cny as decimal(38, 2)) as cny,
  cast(abs(now.cny - before.cny) as decimal(38, 2)) as effect_cny
from checked.tenant_step as now
join checked.tenant_step as before
  on before.uscc = now.uscc and before.mode = now.mode and before.flow = now.flow and before.step_place = -11
cross join threshold
cross join city
where now.step_place = 0 and abs(now.cny - before.cny) >= city.cny * threshold.share
  and (now.cny > before.cny * threshold.factor or now.cny * threshold.factor < before.cny)
order by effect_cny desc, uscc, mode, flow
