-- Earlier months with about as many lines as a month of the file.
select month.delivery, file.uscc, month.customs_mode, month.flow, month.period, old.period as old_period,
  greatest(month.lines, old.lines) as most
from judged.month as month
join judged.file as file on file.delivery = month.delivery
join history.month as old on old.uscc = file.uscc and old.customs_mode = month.customs_mode and old.flow = month.flow
where month.lines >= 10 and old.period < month.period and file.is_examined_whole
  and least(month.lines, old.lines) >= 0.95 * greatest(month.lines, old.lines)
