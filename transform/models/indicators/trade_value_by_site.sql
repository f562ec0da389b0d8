select park, mode, flow, cast(cny_fen as decimal(30, 0)) * 0.01 as value
from cells.site
where park <> '_U'
