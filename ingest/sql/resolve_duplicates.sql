-- Lines whose key stands more than once in their delivery: the same content counts once (exact_duplicate),
-- different content is rejected whole (line_conflict). Returns only rows whose outcome changes. Only the hashes, which are
-- short, are looked at of all lines.
with repeated as (
  select line_hash
  from judged.line
  where outcome = 'accepted'
  group by line_hash
  having count(*) > 1
),
candidate as (
  select
    line.file_row,
    line.delivery, line.customs_mode, line.flow, line.declaration_no, line.line_no,
    row_number() over (partition by line.delivery, line.customs_mode, line.flow, line.declaration_no, line.line_no order by line.file_row) as nth,
    count(*) over (partition by line.delivery, line.customs_mode, line.flow, line.declaration_no, line.line_no) as times,
    hash(line.declared_on, line.released_on, line.customs_district, line.supervision_site, line.partner, line.transport_mode,
      line.order_no, line.waybill_no, line.hs_code, line.goods_name, line.quantity, line.unit, line.gross_kg, line.net_kg, line.currency,
      line.amount, line.freight, line.insurance, line.trade_terms, line.statistics_flag, line.duty, line.vat, line.consumption_tax, line.bonded_line) as content
  from judged.line as line
  join repeated on repeated.line_hash = line.line_hash
  where line.outcome = 'accepted'
),
compared as (
  select
    *,
    min(content) over (partition by delivery, customs_mode, flow, declaration_no, line_no)
      <> max(content) over (partition by delivery, customs_mode, flow, declaration_no, line_no) as differs
  from candidate
  where times > 1
)
select
  file_row,
  case when differs then 'rejected' else 'exact_duplicate' end as outcome,
  case when differs then finding_as_is('line_conflict', 'declaration_no', declaration_no || ' / ' || line_no) end as findings
from compared
where differs or nth > 1
