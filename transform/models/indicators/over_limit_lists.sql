select park, mode, flow, cast(sum(declarations * over_limit) as decimal(30, 0)) as value
from cells.trait
group by park, mode, flow
