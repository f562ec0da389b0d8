select park, mode, flow, cast(parcels as decimal(30, 0)) as value
from cells.parcels
