-- One row a file: where its rows begin, how many there are, the month that most of its lines are of, and the twelve
-- months before that one, which its values are compared with.
with month as (
  select delivery, period, sum(rows) as lines
  from judged.summary
  where outcome = 'accepted'
  group by delivery, period
),
main as (
  select delivery, arg_max(period, (lines, period)) as main_period, max(lines) as main_lines
  from month
  group by delivery
),
counted as (
  select
    delivery,
    min(first_row) as first_row,
    max(last_row) as last_row,
    coalesce(cast(sum(rows) filter (where outcome = 'accepted') as bigint), 0) as lines,
    coalesce(cast(sum(rows) filter (where outcome = 'rejected') as bigint), 0) as rejected
  from judged.summary
  group by delivery
)
select
  counted.delivery,
  given.uscc,
  counted.first_row,
  counted.lines,
  counted.rejected,
  counted.last_row - counted.first_row + 1 as rows,
  counted.last_row - counted.first_row < 1000000 as is_examined_whole,
  main.main_period,
  cast(main.main_lines as bigint) as main_lines,
  strftime(cast(main.main_period || '-01' as date) - interval 12 month, '%Y-%m') as base_from,
  strftime(cast(main.main_period || '-01' as date) - interval 1 month, '%Y-%m') as base_to
from counted
join judged.given as given on given.delivery = counted.delivery
left join main on main.delivery = counted.delivery
