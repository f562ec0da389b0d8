-- The codes of the traced lines: of each park, mode and flow, and of each of these by every detail.
select line.period, line.park, line.mode, line.flow, line.partner, line.chapter, section.section, line.district, line.transport, tenant_kind.kind
from trace.traced_line as line
left join catalogue.section as section on section.chapter = line.chapter
left join registry.tenant_kind as tenant_kind on tenant_kind.uscc = line.uscc
group by grouping sets (
  (line.period, line.park, line.mode, line.flow),
  (line.period, line.park, line.mode, line.flow, line.partner),
  (line.period, line.park, line.mode, line.flow, line.chapter),
  (line.period, line.park, line.mode, line.flow, section.section),
  (line.period, line.park, line.mode, line.flow, line.district),
  (line.period, line.park, line.mode, line.flow, line.transport),
  (line.period, line.park, line.mode, line.flow, tenant_kind.kind)
)
order by all
