-- Retail imports above 5,000 yuan in one list, freight and insurance included. One finding a list, at its first line.
with list as (
  select min(file_row) as file_row, sum(cny) as cny
  from judged.examined
  where flow = 'import' and bonded_line is distinct from '1' and customs_mode in ('9610', '1210', '1239') and declared_on >= date '2019-01-01'
  group by hash(file, declaration_no)
  having round(sum(cny), 2) > 5000 and count(*) = count(cny)
)
select
  'over_limit_retail_import' as rule,
  line.delivery,
  line.part,
  line.place as row,
  line.period,
  'amount' as column_name,
  cast(cast(list.cny as decimal(30, 2)) as varchar) as value,
  line.subject
from judged.examined as line
join list on list.file_row = line.file_row
