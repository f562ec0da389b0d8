select park, mode, flow, '_T' as partner, '_T' as chapter, cast(count(distinct uscc) as decimal(30, 0)) as value
from cells.tenant
group by park, mode, flow
