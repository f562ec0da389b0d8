-- Export declarations of 9610 without order numbers that are worth as much as the tenant's B lists of the month before: customs
-- merges B lists into declarations of the following month, and both may have been reported.
with threshold as (
  select max(number) filter (where name = 'difference') as difference from catalogue.threshold where check_id = 'merged_declaration'
),
merged as (
  select uscc, currency, count(distinct declaration_no) as declarations, sum(trade_amount) as amount, sum(cny) as cny
  from checked.line
  where mode = '9610' and flow = 'export' and not ordered and not summarised
  group by uscc, currency
),
listed as (
  select uscc, currency, sum(amount) as amount
  from checked.earlier
  where place = -1 and mode = '9610' and flow = 'export' and summarised
  group by uscc, currency
)
select
  merged.uscc, merged.currency, merged.declarations, merged.amount, listed.amount as amount_before,
  cast(merged.cny as decimal(38, 2)) as effect_cny
from merged
join listed using (uscc, currency)
cross join threshold
where abs(merged.amount - listed.amount) <= listed.amount * threshold.difference
order by effect_cny desc, uscc, currency
