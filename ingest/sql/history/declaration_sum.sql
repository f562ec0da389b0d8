-- Declarations with a total of their own, and the sum of their lines. Not those of which a row was rejected, or which the
-- examined rows may cut in two, or with several currencies or totals: there is no sum to compare.
with told as (
  select hash(file, declaration_no) as key, min(declaration_total) as stated
  from judged.examined
  where declaration_total is not null
  group by key
  having min(declaration_total) = max(declaration_total)
),
stated as (
  select
    told.key,
    min(told.stated) as stated,
    min(line.file_row) as file_row,
    cast(sum(line.amount) as decimal(38, 5)) as own
  from judged.examined as line
  join told on told.key = hash(line.file, line.declaration_no)
  join judged.file as file on file.delivery = line.delivery and file.is_examined_whole
  group by told.key
  having min(line.currency) = max(line.currency)
),
rejected as (
  select distinct hash(file.first_row, line.declaration_no) as key
  from judged.leading_line as line
  join judged.file as file on file.delivery = line.delivery
  where line.outcome = 'rejected' and line.declaration_no is not null
)
select stated.file_row, stated.stated, stated.own, abs(stated.stated - stated.own) as difference
from stated
left join rejected on rejected.key = stated.key
where rejected.key is null and stated.stated <> stated.own
