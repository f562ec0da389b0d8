select park, mode, flow, partner, chapter, section, district, transport, kind, cast(lines as decimal(30, 0)) as value
from cells.value
