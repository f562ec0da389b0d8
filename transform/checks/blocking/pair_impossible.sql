-- Value under a mode and flow that do not go together.
select
  value.customs_mode as mode, value.flow, value.uscc, cast(sum(value.lines) as bigint) as lines,
  cast(cast(sum(value.cny_fen) as decimal(30, 0)) * 0.01 as decimal(38, 2)) as effect_cny
from facts.tenant_value as value
left join catalogue.pair as pair on pair.mode = value.customs_mode and pair.flow = value.flow
where pair.mode is null
  and value.partner = '_T' and value.chapter = '_T' and value.district = '_T' and value.transport = '_T'
group by value.customs_mode, value.flow, value.uscc
order by effect_cny desc, mode, flow, uscc
