-- The lists that returns may be about: those of messages that count, and those whose lines came by table.
select counted.list_key, counted.declaration_no, counted.trade_mode
from judged.message_counted as counted
where counted.flow = 'import'
union all
select of_table.list_key, of_table.list_key as declaration_no, of_table.trade_mode
from judged.message_table_list as of_table
