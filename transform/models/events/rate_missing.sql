-- Lines that events are about whose month of declaration has no rate for their currency.
select period, customs_mode, flow, uscc, declared_month, currency, count(*) as lines
from events.original_line
where cny_fen is null
group by period, customs_mode, flow, uscc, declared_month, currency
order by period, customs_mode, flow, uscc, declared_month, currency
