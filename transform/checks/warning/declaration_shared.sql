-- Declarations that several tenants reported lines of, in any mode: value that may stand twice under two names.
select
  declaration_no, count(distinct uscc) as tenants, min(uscc) as uscc, max(uscc) as other_uscc, count(*) as lines,
  cast(least(sum(cny) filter (where uscc = first_uscc), sum(cny) filter (where uscc <> first_uscc)) as decimal(38, 2)) as effect_cny
from (select *, min(uscc) over (partition by declaration_no) as first_uscc from checked.line)
group by declaration_no
having count(distinct uscc) > 1
order by effect_cny desc, declaration_no
