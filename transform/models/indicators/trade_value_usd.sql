select park, mode, flow, partner, chapter, cast(usd_cent as decimal(30, 0)) * 0.01 as value
from cells.value
