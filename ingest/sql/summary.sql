-- One row for every kind of row in a delivery: enough to count, to tell what it covers and which rates it needs.
with kind as (
  select
    delivery,
    outcome,
    customs_mode,
    flow,
    period,
    declared_month,
    currency,
    case when outcome = 'nil' then findings end as nil_return,
    count(*) as rows,
    bool_or(outcome <> 'accepted' and concerns is not null) as hides_person,
    count(*) filter (where outcome = 'accepted' and ends_with(declaration_no, '000')) as rows_ending_000,
    min(file_row) as first_row,
    max(file_row) as last_row
  from judged.line
  group by delivery, outcome, customs_mode, flow, period, declared_month, currency, nil_return
)
select
  * exclude (nil_return) replace (
    case when nil_return is null then customs_mode else nullif(split_part(nil_return, chr(31), 1), '') end as customs_mode,
    case when nil_return is null then flow else nullif(split_part(nil_return, chr(31), 2), '') end as flow,
    case when nil_return is null then period else nullif(split_part(nil_return, chr(31), 3), '') end as period
  )
from kind
