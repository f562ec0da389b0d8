select park, mode, flow, cast(declarations as decimal(30, 0)) as value
from cells.event
where kind = 'cancellation'
