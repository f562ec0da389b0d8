-- Tenants with a large part of their value by a transport mode that they did not use in the three months before.
with threshold as (
  select max(number) filter (where name = 'share') as share from catalogue.threshold where check_id = 'transport_new'
),
now as (
  select uscc, transport, sum(cny) as cny, sum(sum(cny)) over (partition by uscc) as all_cny from checked.line group by uscc, transport
),
used as (select distinct uscc, transport from checked.earlier)
select now.uscc, now.transport, cast(now.cny / now.all_cny as decimal(18, 4)) as share, cast(now.cny as decimal(38, 2)) as effect_cny
from now
cross join threshold
left join used using (uscc, transport)
where used.uscc is null and now.uscc in (select uscc from used) and now.cny >= now.all_cny * threshold.share and now.cny > 0
order by effect_cny desc, now.uscc, now.transport
