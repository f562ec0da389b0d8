-- From the cells of the pairs of mode and flow that carry the flag; elsewhere it means nothing.
select
  trait.park,
  coalesce(trait.mode, '_T') as mode,
  coalesce(trait.flow, '_T') as flow,
  cast(sum(trait.declarations * trait.simplified) as decimal(30, 0)) as value
from cells.trait as trait
join catalogue.possible as possible
  on possible.indicator = 'simplified_declarations' and possible.mode = trait.mode and possible.flow = trait.flow
where trait.mode <> '_T' and trait.flow <> '_T'
group by cube (trait.mode, trait.flow), trait.park
