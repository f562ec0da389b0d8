-- A month that repeats an earlier one of the tenant: at least 95 in 100 of its lines have the content (all but dates and
-- declaration number) or the numbers of that month's lines, and the other way round. Few different contents prove nothing:
-- who sells one thing at one price has the same lines every month.
with own_content as (
  select own.delivery, own.customs_mode, own.flow, own.period, own.content, count(*) as times
  from judged.content as own
  join (select distinct delivery, customs_mode, flow, period from judged.copy_candidate) as wanted
    on wanted.delivery = own.delivery and wanted.customs_mode = own.customs_mode and wanted.flow = own.flow and wanted.period = own.period
  group by own.delivery, own.customs_mode, own.flow, own.period, own.content
),
old_content as (
  select line.uscc, line.customs_mode, line.flow, line.period, line.content, count(*) as times
  from history.lake_content as line
  join (select distinct uscc, customs_mode, flow, old_period from judged.copy_candidate) as wanted
    on wanted.uscc = line.uscc and wanted.customs_mode = line.customs_mode and wanted.flow = line.flow and wanted.old_period = line.period
  group by line.uscc, line.customs_mode, line.flow, line.period, line.content
),
same_content as (
  select candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period
  from old_content as old
  join judged.copy_candidate as candidate
    on candidate.uscc = old.uscc and candidate.customs_mode = old.customs_mode and candidate.flow = old.flow and candidate.old_period = old.period
  join own_content as own
    on own.delivery = candidate.delivery and own.customs_mode = candidate.customs_mode and own.flow = candidate.flow
      and own.period = candidate.period and own.content = old.content
  group by candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period, candidate.most
  having sum(least(own.times, old.times)) >= 0.95 * candidate.most and count(*) >= 5
),
same_numbers as (
  select candidate.delivery, candidate.customs_mode, candidate.flow, candidate.period, candidate.old_period
  from history.line as old
  join judged.copy_candidate as candidate
    on candidate.uscc = old.uscc and candidate.customs_mode = old.customs_mode and candidate.flow = old.flow and candidate.old_period = old.period
  join judged.examined as own
    on own.delivery = candidate.delivery and own.period = candidate.period and own.line_hash = old.line_hash
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
