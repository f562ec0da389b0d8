-- Lines whose month of declaration has no rate for their currency, or no dollar rate.
select
  line.period, line.customs_mode, line.flow, line.uscc, line.declared_month, line.currency, count(*) as lines,
  cast(0 as decimal(38, 2)) as effect_cny
from facts.valued_line as line
left join registry.rate as rate on rate.month = line.declared_month and rate.currency = line.currency
where rate.cny_per_100 is null or rate.usd_ratio is null
group by line.period, line.customs_mode, line.flow, line.uscc, line.declared_month, line.currency
order by line.period, line.customs_mode, line.flow, line.uscc, line.declared_month, line.currency
