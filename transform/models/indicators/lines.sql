select park, mode, flow, cast(lines as decimal(30, 0)) as value
from cells.value
where partner = '_T' and chapter = '_T'
