-- The tenant's usual amount of a line in the twelve months before: per currency as stated, and over all currencies (null) in yuan.
select
  file.delivery,
  line.customs_mode,
  line.flow,
  line.currency,
  count(*) as lines,
  median(cast(line.amount as double)) as middle,
  median(line.cny) as middle_cny
from history.sampled_line as line
join judged.file as file on file.uscc = line.uscc and line.period between file.base_from and file.base_to
group by grouping sets ((file.delivery, line.customs_mode, line.flow, line.currency), (file.delivery, line.customs_mode, line.flow))
