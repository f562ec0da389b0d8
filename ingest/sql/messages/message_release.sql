-- When each list was let go, sent back or cancelled, by its receipts. Only a receipt that lets it go and is not followed by one
-- that sends it back counts; the first such receipt, because customs may send one again.
with sent_back as (
  select flow, list_key, max(return_time) as sent_back_at
  from judged.message_document
  where role = 'receipt' and return_status = '700'
  group by flow, list_key
),
cancelled as (
  select flow, list_key, min(return_time) as cancelled_at
  from judged.message_document
  where role = 'cancellation_receipt' and return_status = '399' and return_time is not null
  group by flow, list_key
),
released as (
  select document.flow, document.list_key, min(document.return_time) as released_at, max(document.statistics_flag) as statistics_flag
  from judged.message_document as document
  left join sent_back on sent_back.flow = document.flow and sent_back.list_key = document.list_key
  where document.role = 'receipt' and lets_go(document.flow, document.return_status) and document.list_key is not null
    and document.return_time > coalesce(sent_back.sent_back_at, '')
  group by document.flow, document.list_key
)
select
  coalesce(released.flow, cancelled.flow) as flow,
  coalesce(released.list_key, cancelled.list_key) as list_key,
  released.released_at,
  released.statistics_flag,
  cancelled.cancelled_at
from released
full join cancelled on cancelled.flow = released.flow and cancelled.list_key = released.list_key
