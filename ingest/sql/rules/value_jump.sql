-- The value of a mode, flow and month far from the tenant's twelve months before, unless the same month last year was of
-- the same size: the Spring Festival and the great sales come every year.
with own as (
  select line.delivery, line.uscc, line.customs_mode, line.flow, line.period, sum(line.cny) as cny
  from judged.examined as line
  join judged.file as file on file.delivery = line.delivery
  where file.is_examined_whole and line.cny is not null
  group by line.delivery, line.uscc, line.customs_mode, line.flow, line.period
),
dated as (
  select
    *,
    strftime(cast(period || '-01' as date) - interval 12 month, '%Y-%m') as year_before,
    strftime(cast(period || '-01' as date) - interval 1 month, '%Y-%m') as month_before
  from own
),
compared as (
  select
    own.delivery, own.customs_mode, own.flow, own.period, own.cny,
    median(old.cny) as middle,
    mad(old.cny) as spread,
    max(old.cny) filter (where old.period = own.year_before) as last_year
  from dated as own
  join history.value as old
    on old.uscc = own.uscc and old.customs_mode = own.customs_mode and old.flow = own.flow
      and old.period between own.year_before and own.month_before
  group by own.delivery, own.customs_mode, own.flow, own.period, own.cny
  having count(*) >= 6
)
select
  'value_jump' as rule,
  delivery,
  period,
  'amount' as column_name,
  about(cny) || ' / ' || about(middle) as value,
  concat_ws(' ', customs_mode, flow, period) as subject
from compared
where abs(cny - middle) > 4 * spread and abs(ln(cny / middle)) > ln(5)
  and not coalesce(abs(ln(cny / last_year)) <= ln(3), false)
