-- Cells of park and mode whose change against the month before is made mostly by who reported, not by trade.
with threshold as (
  select
    max(number) filter (where name = 'part') as part,
    max(number) filter (where name = 'change') as change
  from catalogue.threshold where check_id = 'reporters_explain'
),
reporter as (
  select reporter.uscc
  from history.reporter as reporter
  join catalogue.month as month on month.period = reporter.period and month.place = -1
  where reporter.uscc in (select uscc from reporting.tenant where received)
),
cell as (
  select
    coalesce(value.park, '_T') as park,
    coalesce(value.mode, '_T') as mode,
    sum(case when place = 0 then cny else 0 end) as cny,
    sum(case when place = -1 then cny else 0 end) as cny_before,
    sum(case when reporter.uscc is not null then 0 when place = 0 then cny else -cny end) as by_reporters
  from checked.tenant_month as value
  left join reporter using (uscc)
  where place in (0, -1)
  group by cube (value.park, value.mode)
)
select
  park, mode, cast(cny_before as decimal(38, 2)) as cny_before, cast(cny as decimal(38, 2)) as cny,
  cast(by_reporters as decimal(38, 2)) as by_reporters, cast(abs(by_reporters) as decimal(38, 2)) as effect_cny
from cell
cross join threshold
where cny_before > 0 and abs(cny - cny_before) > cny_before * threshold.change
  and abs(by_reporters) > abs(cny - cny_before) * threshold.part
order by effect_cny desc, park, mode
