-- A retail order of two declarations, in the file or with an earlier month. One finding a declaration, at its first line.
-- Keys are hashes: most orders are of one declaration, and then nothing else of the line is looked at.
with shared as (
  select hash(file, order_no) as key, min(file_row) as file_row
  from judged.examined
  where order_no is not null and customs_mode in ('9610', '1210', '1239')
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
  join head on head.key = hash(line.file, line.order_no)
  where line.order_no is not null and line.customs_mode in ('9610', '1210', '1239') and line.declaration_no <> head.declaration_no
),
before as (
  select line.file_row
  from history.line as old
  join judged.compared as line
    on hash(line.order_no) = old.order_key and line.uscc = old.uscc
  left join judged.month as month
    on month.delivery = line.delivery and month.customs_mode = old.customs_mode and month.flow = old.flow and month.period = old.period
  where line.order_no is not null and line.customs_mode in ('9610', '1210', '1239') and old.customs_mode in ('9610', '1210', '1239')
    and hash(line.declaration_no) <> old.declaration and month.delivery is null and old.period <= line.period
),
found as (
  select distinct file_row from (select file_row from in_file union all select file_row from before)
)
select
  'order_in_two_declarations' as rule,
  line.delivery,
  arg_min(line.part, line.place) as part,
  min(line.place) as row,
  min(line.period) as period,
  'order_no' as column_name,
  left(line.order_no, 80) as value,
  arg_min(line.subject, line.place) as subject
from judged.examined as line
join found on found.file_row = line.file_row
group by line.delivery, line.customs_mode, line.flow, line.declaration_no, line.order_no
