select park, mode, flow, partner, chapter, section, district, transport, kind, cast(cny_fen as decimal(30, 0)) * 0.01 as value
from cells.first_line
