-- Tenants of whose rows a large part was rejected; what the rejected rows would be worth at the mean of the others.
with threshold as (
  select
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'rows') as least_rows
  from catalogue.threshold where check_id = 'rejected_many'
),
delivery as (
  select uscc, sum(rows_read) as rows_read, sum(rejected) as rejected from reporting.delivery group by uscc
),
value as (
  select uscc, sum(cny) as cny, sum(lines) as lines from checked.tenant_month where place = 0 group by uscc
)
select
  delivery.uscc, delivery.rows_read, delivery.rejected,
  cast(coalesce(value.cny * delivery.rejected / value.lines, 0) as decimal(38, 2)) as effect_cny
from delivery
cross join threshold
left join value using (uscc)
where delivery.rows_read >= threshold.least_rows and delivery.rejected >= delivery.rows_read * threshold.share
order by effect_cny desc, uscc
