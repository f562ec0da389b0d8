select park, mode, flow, '_T' as partner, '_T' as chapter, cast(parcels as decimal(30, 0)) as value
from cells.parcels
