-- Accepted lines as the rules of whole files see them: with their place in the file, what a confirmation sticks to, and
-- their value in yuan (null when the month's rate is not known). Of a file beyond a million rows the first million.
select
  line.*,
  coalesce(line.row, line.file_row - file.first_row + 2) as place,
  -- A number for the file, which is cheaper to compare than its name.
  file.first_row as file,
  concat_ws(' ', line.customs_mode, line.flow, line.declaration_no, line.line_no) as subject,
  cast(line.trade_amount as double) * case when line.currency = 'CNY' then 1 else rate.cny end as cny
from judged.leading_line as line
join judged.file as file on file.delivery = line.delivery
left join history.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.outcome = 'accepted' and line.file_row < file.first_row + 1000000
