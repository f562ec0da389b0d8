-- Tenants of whose amounts of a hundred or more one last digit before the point is far too frequent: invented or copied numbers.
with threshold as (
  select
    max(number) filter (where name = 'share') as share,
    max(number) filter (where name = 'lines') as lines
  from catalogue.threshold where check_id = 'last_digit_uneven'
),
digit as (
  select uscc, mode, flow, cast(floor(amount) as bigint) % 10 as digit, count(*) as lines, sum(cny) as cny
  from checked.line
  where amount >= 100
  group by all
),
tenant as (
  select uscc, mode, flow, sum(lines) as lines, sum(cny) as cny from digit group by uscc, mode, flow
)
select
  digit.uscc, digit.mode, digit.flow, digit.digit, cast(digit.lines / tenant.lines as decimal(18, 4)) as share, tenant.lines,
  cast(digit.cny as decimal(38, 2)) as effect_cny
from digit
join tenant using (uscc, mode, flow)
join threshold on tenant.lines >= threshold.lines and digit.lines >= tenant.lines * threshold.share
order by effect_cny desc, digit.uscc, digit.mode, digit.flow, digit.digit
