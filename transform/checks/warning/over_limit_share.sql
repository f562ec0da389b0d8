-- Tenants of whose retail import lists many are above the limit of a single transaction.
with threshold as (
  select
    max(number) filter (where name = 'limit') as most,
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'lists') as lists
  from catalogue.threshold where check_id = 'over_limit_share'
),
list as (
  select list.uscc, list.mode, list.cny
  from checked.declaration as list
  join catalogue.pair as pair on pair.mode = list.mode and pair.flow = list.flow and pair.retail
  where list.flow = 'import'
),
tenant as (
  select
    uscc, mode, count(*) as lists, count(*) filter (where cny > threshold.most) as over_limit,
    coalesce(sum(cny) filter (where cny > threshold.most), 0) as cny
  from list
  cross join threshold
  group by uscc, mode
)
select uscc, mode, tenant.lists, over_limit, cast(cny as decimal(38, 2)) as effect_cny
from tenant
join threshold on tenant.lists >= threshold.lists and over_limit > tenant.lists * threshold.share
order by effect_cny desc, uscc, mode
