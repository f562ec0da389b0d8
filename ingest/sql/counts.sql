-- Rows of each delivery by outcome.
select delivery, outcome, cast(sum(rows) as bigint) as rows
from judged.summary
where outcome <> 'blank'
group by delivery, outcome
order by delivery, outcome
