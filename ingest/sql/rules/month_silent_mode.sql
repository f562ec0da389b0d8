-- A mode and flow of each of the last six months is missing: not in this file, nor reported by another one, nor nil.
with expected as (
  select file.delivery, file.uscc, file.main_period, old.customs_mode, old.flow
  from judged.file as file
  join history.month as old
    on old.uscc = file.uscc and old.lines > 0 and old.period < file.main_period
      and old.period >= strftime(cast(file.main_period || '-01' as date) - interval 6 month, '%Y-%m')
  where 2 * file.main_lines > file.lines
  group by file.delivery, file.uscc, file.main_period, old.customs_mode, old.flow
  having count(distinct old.period) = 6
)
select
  'month_silent_mode' as rule,
  expected.delivery,
  expected.main_period as period,
  'customs_mode' as column_name,
  expected.customs_mode || ' ' || expected.flow as value,
  concat_ws(' ', expected.customs_mode, expected.flow, expected.main_period) as subject
from expected
where not exists (
    select 1 from history.month as old
    where old.uscc = expected.uscc and old.customs_mode = expected.customs_mode and old.flow = expected.flow
      and old.period = expected.main_period
  )
  and not exists (
    select 1 from judged.month as own
    join judged.file as file on file.delivery = own.delivery
    where file.uscc = expected.uscc and own.customs_mode = expected.customs_mode and own.flow = expected.flow
      and own.period = expected.main_period
  )
