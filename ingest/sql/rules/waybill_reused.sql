-- A waybill of two declarations, in the file or with one of the six months before. One finding a declaration, at its first
-- line. Keys are hashes: most waybills are of one declaration, and then nothing else of the line is looked at.
with shared as (
  select hash(file, waybill_no) as key, min(file_row) as file_row
  from judged.examined
  where waybill_no is not null
  group by key
  having min(hash(declaration_no)) <> max(hash(declaration_no))
),
head as (
  select shared.key, line.declaration_no
  from judged.examined as line
  join shared on shared.file_row = line.file_row
),
in_file as (
  select line.file_row
  from judged.examined as line
  join head on head.key = hash(line.file, line.waybill_no)
  where line.waybill_no is not null and line.declaration_no <> head.declaration_no
),
before as (
  select line.file_row
  from history.line as old
  join judged.compared as line
    on hash(line.waybill_no) = old.waybill_key and line.uscc = old.uscc
  left join judged.month as month
    on month.delivery = line.delivery and month.customs_mode = old.customs_mode and month.flow = old.flow and month.period = old.period
  where line.waybill_no is not null and hash(line.declaration_no) <> old.declaration and month.delivery is null
    and old.period <= line.period and old.period >= strftime(cast(line.period || '-01' as date) - interval 6 month, '%Y-%m')
),
found as (
  select distinct file_row from (select file_row from in_file union all select file_row from before)
)
select
  'waybill_reused' as rule,
  line.delivery,
  arg_min(line.part, line.place) as part,
  min(line.place) as row,
  min(line.period) as period,
  'waybill_no' as column_name,
  left(line.waybill_no, 80) as value,
  arg_min(line.subject, line.place) as subject
from judged.examined as line
join found on found.file_row = line.file_row
group by line.delivery, line.customs_mode, line.flow, line.declaration_no, line.waybill_no
