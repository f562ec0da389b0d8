-- Tenants with a large part of their value at a customs district that they did not use in the three months before.
with threshold as (
  select max(number) filter (where name = 'share') as share from catalogue.threshold where check_id = 'district_new'
),
now as (
  select uscc, district, sum(cny) as cny, sum(sum(cny)) over (partition by uscc) as all_cny from checked.line group by uscc, district
),
used as (select distinct uscc, district from checked.earlier)
select now.uscc, now.district, cast(now.cny / now.all_cny as decimal(18, 4)) as share, cast(now.cny as decimal(38, 2)) as effect_cny
from now
cross join threshold
left join used using (uscc, district)
where used.uscc is null and now.uscc in (select uscc from used) and now.cny >= now.all_cny * threshold.share and now.cny > 0
order by effect_cny desc, now.uscc, now.district
