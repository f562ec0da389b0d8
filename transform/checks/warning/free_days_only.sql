-- Tenants with nearly all declarations of a mode and flow released on days when no work is done.
with threshold as (
  select
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'declarations') as declarations
  from catalogue.threshold where check_id = 'free_days_only'
),
tenant as (
  select
    declaration.uscc, declaration.mode, declaration.flow, count(*) as all_declarations,
    count(*) filter (where not day.working) as declarations,
    sum(declaration.cny) filter (where not day.working) as cny
  from checked.declaration as declaration
  join catalogue.day as day on day.day = declaration.released_on
  group by declaration.uscc, declaration.mode, declaration.flow
)
select uscc, mode, flow, tenant.declarations, all_declarations, cast(cny as decimal(38, 2)) as effect_cny
from tenant
join threshold on all_declarations >= threshold.declarations and tenant.declarations >= all_declarations * threshold.share
order by effect_cny desc, uscc, mode, flow
