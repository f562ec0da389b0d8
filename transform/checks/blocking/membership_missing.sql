-- Lines of a tenant that was in no park on the day of release.
select
  line.period, line.customs_mode, line.flow, line.uscc, count(*) as lines, min(line.declaration_no) as first_declaration_no,
  cast(sum(cast(line.trade_amount as decimal(19, 5)) * coalesce(rate.cny_per_100, 0) * 0.01) as decimal(38, 2)) as effect_cny
from facts.counted_line as line
left join registry.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where line.park_id is null
group by line.period, line.customs_mode, line.flow, line.uscc
order by line.period, line.customs_mode, line.flow, line.uscc
