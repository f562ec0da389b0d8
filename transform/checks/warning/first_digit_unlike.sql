-- Tenants whose amounts span orders of magnitude and yet do not begin with 1, 2, … as often as Benford's law says.
with threshold as (
  select
    max(number) filter (where name = 'lines') as lines,
    max(number) filter (where name = 'span') as span,
    max(number) filter (where name = 'deviation') as deviation
  from catalogue.threshold where check_id = 'first_digit_unlike'
),
tenant as (
  select uscc, count(*) as lines, cast(sum(cny) as decimal(38, 2)) as cny
  from checked.line
  cross join threshold
  where cny > 0
  group by uscc
  having count(*) >= any_value(threshold.lines)
    and quantile_disc(cny, 0.95) >= quantile_disc(cny, 0.05) * any_value(threshold.span)
),
digit as (
  select line.uscc, cast(substr(ltrim(cast(line.cny as varchar), '0.'), 1, 1) as integer) as digit, count(*) as lines
  from checked.line as line
  join tenant using (uscc)
  where line.cny > 0
  group by all
),
deviation as (
  select tenant.uscc, avg(abs(coalesce(digit.lines, 0) / tenant.lines - log10(1 + 1 / expected.digit))) as deviation
  from tenant
  cross join (select unnest(range(1, 10)) as digit) as expected
  left join digit on digit.uscc = tenant.uscc and digit.digit = expected.digit
  group by tenant.uscc
)
select tenant.uscc, tenant.lines, cast(deviation.deviation as decimal(18, 4)) as deviation, tenant.cny as effect_cny
from tenant
join deviation using (uscc)
join threshold on deviation.deviation > threshold.deviation
order by effect_cny desc, tenant.uscc
