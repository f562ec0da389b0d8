-- Retail imports above 5,000 yuan in one list, freight and insurance included.
select
  'over_limit_retail_import' as rule,
  delivery,
  arg_min(part, place) as part,
  min(place) as row,
  min(period) as period,
  'amount' as column_name,
  cast(round(cast(sum(cny) as decimal(30, 5)), 2) as varchar) as value,
  arg_min(subject, place) as subject
from judged.examined
where flow = 'import' and customs_mode in ('9610', '1210', '1239') and declared_on >= date '2019-01-01'
group by delivery, customs_mode, declaration_no
having round(sum(cny), 2) > 5000 and count(*) = count(cny)
