select park, mode, flow, partner, chapter, cast(declarations as decimal(30, 0)) as value
from cells.declarations
