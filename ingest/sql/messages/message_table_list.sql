-- Of the lists that are asked for, those whose lines came by table and are in force.
select line.declaration_no as list_key, min(line.customs_mode) as trade_mode
from history.line_in_force as line
join judged.message_asked_list as asked on asked.list_key = line.declaration_no
where line.flow = 'import'
group by line.declaration_no
