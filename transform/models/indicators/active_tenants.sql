select park, mode, flow, cast(count(distinct uscc) as decimal(30, 0)) as value
from cells.tenant
group by park, mode, flow
