-- What would take the place of a month has hardly a number in common with it: perhaps the other half of the month.
with replaced as (
  select own.delivery, own.customs_mode, own.flow, own.period, own.lines, old.lines as old_lines, old.uscc
  from judged.month as own
  join judged.file as file on file.delivery = own.delivery
  join history.month as old
    on old.uscc = file.uscc and old.customs_mode = own.customs_mode and old.flow = own.flow and old.period = own.period
  where old.delivery <> own.delivery and own.lines >= 10 and old.lines >= 10 and file.is_examined_whole
),
old_line as (
  select line.uscc, line.period, line.line_hash
  from history.line as line
  join (select distinct uscc, customs_mode, flow, period from replaced) as wanted
    on wanted.uscc = line.uscc and wanted.customs_mode = line.customs_mode and wanted.flow = line.flow and wanted.period = line.period
),
shared as (
  select own.delivery, own.customs_mode, own.flow, own.period, count(*) as lines
  from judged.content as own
  join old_line as old on old.line_hash = own.line_hash and old.uscc = own.uscc and old.period = own.period
  group by own.delivery, own.customs_mode, own.flow, own.period
)
select
  'replacement_unlike' as rule,
  replaced.delivery,
  replaced.period,
  'declaration_no' as column_name,
  replaced.period || ': ' || coalesce(shared.lines, 0) || ' / ' || replaced.old_lines as value,
  concat_ws(' ', replaced.customs_mode, replaced.flow, replaced.period) as subject
from replaced
left join shared
  on shared.delivery = replaced.delivery and shared.customs_mode = replaced.customs_mode and shared.flow = replaced.flow
    and shared.period = replaced.period
where 5 * coalesce(shared.lines, 0) < least(replaced.lines, replaced.old_lines)
