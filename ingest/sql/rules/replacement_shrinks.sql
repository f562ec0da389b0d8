-- The file's own month would lose more than half of its lines; a nil return would take all of them away.
with month as (
  select delivery, period, sum(lines) as lines
  from judged.month
  group by delivery, period
)
select
  'replacement_shrinks' as rule,
  own.delivery,
  own.period,
  'released_on' as column_name,
  own.period || ': ' || own.lines || ' / ' || old.lines as value,
  concat_ws(' ', own.customs_mode, own.flow, own.period) as subject
from judged.month as own
join judged.file as file on file.delivery = own.delivery
join month on month.delivery = own.delivery and month.period = own.period
join history.month as old
  on old.uscc = file.uscc and old.customs_mode = own.customs_mode and old.flow = own.flow and old.period = own.period
where old.delivery <> own.delivery
  and old.lines >= 20 and 2 * own.lines < old.lines and (own.is_nil or 2 * month.lines >= file.lines)
