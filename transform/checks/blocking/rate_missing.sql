-- Lines whose month of declaration has no rate for their currency, or no dollar rate.
select period, customs_mode, flow, uscc, declared_month, currency, count(*) as lines
from facts.counted_line
where cny_fen is null or usd_cent is null
group by period, customs_mode, flow, uscc, declared_month, currency
order by period, customs_mode, flow, uscc, declared_month, currency
