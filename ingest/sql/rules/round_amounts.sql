-- Most amounts are round thousands: estimates rather than prices. In currencies of small units thousands are ordinary.
select
  'round_amounts' as rule,
  delivery,
  'amount' as column_name,
  count(*) filter (where amount % 1000 = 0) || ' / ' || count(*) as value,
  '' as subject
from judged.examined
where currency not in ('JPY', 'KRW', 'VND', 'IDR')
group by delivery
having count(*) >= 30 and count(*) filter (where amount % 1000 = 0) > 0.6 * count(*)
