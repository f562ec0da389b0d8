-- Parks, and the city, whose reporters made up too little of the value of the three months before.
with threshold as (
  select max(number) filter (where name = 'share') as share from catalogue.threshold where check_id = 'coverage_low'
),
usual as (
  select uscc, sum(cny) / count(distinct place) as cny
  from checked.tenant_month
  where place between -3 and -1
  group by uscc
),
due as (
  select park_id as park, uscc, received from reporting.tenant
  union all
  select '_T' as park, uscc, bool_or(received) as received from reporting.tenant group by uscc
),
covered as (
  select due.park, sum(usual.cny) as due_cny, coalesce(sum(usual.cny) filter (where due.received), 0) as reported_cny
  from due
  join usual using (uscc)
  group by due.park
)
select
  park, cast(reported_cny / due_cny as decimal(18, 4)) as share,
  cast(due_cny as decimal(38, 2)) as due_cny, cast(due_cny - reported_cny as decimal(38, 2)) as effect_cny
from covered
cross join threshold
where due_cny > 0 and reported_cny < due_cny * threshold.share
order by effect_cny desc, park
