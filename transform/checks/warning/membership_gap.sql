-- Tenants that leave a park and enter the next with days between, in this month.
with interval as (
  select uscc, park_id, to_day, lead(park_id) over entry as next_park, lead(from_day) over entry as next_day
  from registry.membership
  window entry as (partition by uscc order by from_day)
),
value as (
  select uscc, sum(cny) as cny from checked.tenant_month where place = 0 group by uscc
)
select
  gap.uscc, gap.park_id as park, gap.to_day as first_day, gap.next_day as last_day, gap.next_park as other_park,
  cast(coalesce(value.cny, 0) as decimal(38, 2)) as effect_cny
from interval as gap
join catalogue.month as month on month.place = 0 and gap.to_day <= month.last_day and gap.next_day > month.first_day
left join value using (uscc)
where gap.to_day < gap.next_day
order by effect_cny desc, uscc
