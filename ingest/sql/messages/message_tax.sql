-- Taxes of each goods line by the tax bills in force: of a bill its last copy, unless its last state is void.
with bill as (
  select tax_no, arg_max(file, (return_time, guid, -file, -node)) as file, arg_max(node, (return_time, guid, -file, -node)) as node
  from judged.message_document
  where role = 'tax' and tax_no is not null and return_time is not null
  group by tax_no
),
state as (
  select tax_no, arg_max(tax_state, (return_time, tax_state)) as tax_state
  from judged.message_document
  where role in ('tax', 'tax_status') and tax_no is not null and return_time is not null and tax_state is not null
  group by tax_no
)
select
  record.invt_no as declaration_no,
  coalesce(record.gnum, cast(record.nth as varchar)) as gnum,
  sum(record.duty) as duty, sum(record.vat) as vat, sum(record.consumption_tax) as consumption_tax
from bill
join raw.message_record as record on record.file = bill.file and record.node = bill.node
left join state on state.tax_no = bill.tax_no
where coalesce(state.tax_state, '1') <> '3'
group by record.invt_no, coalesce(record.gnum, cast(record.nth as varchar))
