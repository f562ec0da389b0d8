-- Value of a tenant by mode and flow in a month's mean. A step is a month; January and February are one, whenever the Spring
-- Festival falls. Step 0 is the one that ends with this month, and step -11 the same a year before.
with step as (
  select step_place, count(*) as months from catalogue.month where step_place is not null group by step_place
)
select uscc, mode, flow, step_place, cast(sum(cny) as double) / any_value(step.months) as cny
from checked.tenant_month
join catalogue.month using (place)
join step using (step_place)
group by uscc, mode, flow, step_place
having sum(cny) > 0
