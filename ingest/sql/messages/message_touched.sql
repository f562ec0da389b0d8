-- The cells that the new file changes, with what is left in them.
select
  coalesce(later.cell_mode, earlier.cell_mode) as customs_mode,
  coalesce(later.cell_flow, earlier.cell_flow) as flow,
  coalesce(later.cell_period, earlier.cell_period) as period,
  coalesce(later.sort, earlier.sort) as sort,
  coalesce(later.lines, 0) as lines
from judged.message_cell as later
full join judged.message_cell_before as earlier
  on earlier.cell_mode = later.cell_mode and earlier.cell_flow = later.cell_flow and earlier.cell_period = later.cell_period and earlier.sort = later.sort
where later.content is distinct from earlier.content
order by sort, customs_mode, flow, period
