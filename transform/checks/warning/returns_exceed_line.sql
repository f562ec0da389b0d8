-- Returns of which nothing was left to return: earlier ones had taken the whole line.
select
  customs_mode as mode, flow, uscc, declaration_no, line_no, min(event_on) as day, count(*) as events,
  cast(0 as decimal(38, 2)) as effect_cny
from facts.event
where kind = 'return' and state = 'counted' and cny_fen = 0
group by customs_mode, flow, uscc, declaration_no, line_no
order by mode, flow, uscc, declaration_no, line_no
