-- Declarations of the month, each of one tenant, with their lines' value and their day.
select
  uscc,
  mode,
  flow,
  declaration_no,
  min(released_on) as released_on,
  count(*) as lines,
  sum(cny) as cny
from checked.line
group by uscc, mode, flow, declaration_no
