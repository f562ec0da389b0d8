-- Declarations that several tenants reported lines of, in any mode: value that may stand twice under two names.
with shared as (
  select declaration_no
  from checked.declaration
  group by declaration_no
  having min(uscc) < max(uscc)
),
part as (
  select declaration_no, uscc, sum(lines) as lines, sum(cny) as cny
  from checked.declaration
  join shared using (declaration_no)
  group by declaration_no, uscc
)
select
  declaration_no, count(*) as tenants, min(uscc) as uscc, max(uscc) as other_uscc, cast(sum(lines) as bigint) as lines,
  cast(sum(cny) - max(cny) as decimal(38, 2)) as effect_cny
from part
group by declaration_no
order by effect_cny desc, declaration_no
