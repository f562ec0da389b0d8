-- Of the lists that are asked for, those of which returns are in force: what was known before the new file.
select event.declaration_no as list_key, min(event.customs_mode) as trade_mode
from history.lake_event as event
join history.event_month as month
  on month.delivery = event.delivery and month.customs_mode = event.customs_mode and month.flow = event.flow and month.period = event.period
join judged.message_asked_list as asked on asked.list_key = event.declaration_no
where event.outcome = 'accepted' and event.kind = 'return' and event.flow = 'import'
group by event.declaration_no
