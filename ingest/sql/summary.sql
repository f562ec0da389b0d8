-- One row for every kind of row in a delivery: enough to count, to tell what it covers and which rates it needs.
select
  delivery,
  outcome,
  customs_mode,
  flow,
  period,
  declared_month,
  currency,
  count(*) as rows,
  bool_or(outcome <> 'accepted' and concerns is not null) as hides_person,
  count(*) filter (where outcome = 'accepted' and ends_with(declaration_no, '000')) as rows_ending_000,
  min(file_row) as first_row,
  max(file_row) as last_row
from judged.line
group by delivery, outcome, customs_mode, flow, period, declared_month, currency
