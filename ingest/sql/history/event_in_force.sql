-- Returns and cancellations in force, but for the months of those that are being judged: these take their place.
select event.*
from history.lake_event as event
join history.event_month as month
  on month.delivery = event.delivery and month.customs_mode = event.customs_mode and month.flow = event.flow and month.period = event.period
where event.outcome = 'accepted'
  and not exists (
    select 1 from raw.event as coming
    where coming.uscc = event.uscc and strftime(day(coming.event_on), '%Y-%m') = event.period)
