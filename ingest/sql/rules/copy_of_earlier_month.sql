-- A month that repeats an earlier one of the tenant: at least 95 in 100 of its lines have the content (all but dates and
-- declaration number) or the numbers of that month's lines, and the other way round. Few different contents prove nothing:
-- who sells one thing at one price has the same lines every month.
with candidate as (
  select month.delivery, file.uscc, month.customs_mode, month.flow, month.period, old.period as old_period,
    month.lines, greatest(month.lines, old.lines) as most
  from judged.month as month
  join judged.file as file on file.delivery = month.delivery
  join history.month as old on old.uscc = file.uscc and old.customs_mode = month.customs_mode and old.flow = month.flow
  where month.lines >= 10 and old.period < month.period and file.is_examined_whole
    and least(month.lines, old.lines) >= 0.95 * greatest(month.lines, old.lines)
),
own_content as (
  select delivery, customs_mode, flow, period, content, count(*) as times
  from judged.content
  group by delivery, customs_mode, flow, period, content
),
old_content as (
  select line.uscc, line.customs_mode, line.flow, line.period, line.content, count(*) as times
  from history.line as line
  join (select distinct uscc, customs_mode, flow, old_period from candidate) as wanted
    on wanted.uscc = line.uscc and wanted.customs_mode = line.customs_mode and wanted.flow = line.flow and wanted.old_period = line.period
  group by line.uscc, line.customs_mode, line.flow, line.period, line.content
),
same_content as (
  select candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period
  from candidate
  join own_content as own
    on own.delivery = candidate.delivery and own.customs_mode = candidate.customs_mode and own.flow = candidate.flow and own.period = candidate.period
  join old_content as old
    on old.uscc = candidate.uscc and old.customs_mode = candidate.customs_mode and old.flow = candidate.flow
      and old.period = candidate.old_period and old.content = own.content
  group by candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period, candidate.most
  having sum(least(own.times, old.times)) >= 0.95 * candidate.most and count(*) >= 5
),
same_numbers as (
  select candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period
  from judged.content as own
  join candidate
    on candidate.delivery = own.delivery and candidate.customs_mode = own.customs_mode and candidate.flow = own.flow and candidate.period = own.period
  join history.line as old on old.line_hash = own.line_hash and old.uscc = candidate.uscc and old.period = candidate.old_period
  group by candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period, candidate.most
  having count(*) >= 0.95 * candidate.most
)
select
  'copy_of_earlier_month' as rule,
  delivery,
  period,
  old_period as value,
  concat_ws(' ', customs_mode, flow, period) as subject
from (select * from same_content union select * from same_numbers)
