-- What the new file leaves open: one row for each rule, with how many records it concerns and the first of them.
with waiting as (
  select 'receipt_missing' as rule, taken.list_key, taken.row
  from judged.message_outcome as taken
  join judged.message_version as version on version.list_key = taken.list_key and version.flow = message_flow(taken.kind) and version.place = 1
  left join judged.message_release as release on release.flow = version.flow and release.list_key = version.list_key
  where taken.role = 'list' and taken.outcome = 'accepted' and version.app_type <> '3'
    and release.released_at is null and release.cancelled_at is null
  union all
  select 'receipt_without_list' as rule, taken.list_key, taken.row
  from judged.message_outcome as taken
  where taken.role in ('receipt', 'cancellation', 'cancellation_receipt', 'return_receipt') and taken.outcome = 'accepted'
    and not exists (select 1 from judged.message_version as version where version.list_key = taken.list_key)
    and not exists (select 1 from judged.message_table_list as of_table where of_table.list_key = taken.list_key)
  union all
  select 'tax_without_list' as rule, coalesce(taken.list_key, ''), taken.row
  from judged.message_outcome as taken
  where taken.role in ('tax', 'tax_status') and taken.outcome = 'accepted'
    and not exists (select 1 from judged.message_version as version where version.list_key = taken.list_key)
  union all
  select 'freight_currency' as rule, taken.list_key, taken.row
  from judged.message_outcome as taken
  join judged.message_share as share on share.file = 0 and share.row = taken.row
  where share.is_other_currency
)
select waiting.rule, cast(count(distinct waiting.list_key) as varchar) as lists, cast(min(waiting.row) as varchar) as row
from waiting
group by waiting.rule
order by waiting.rule
