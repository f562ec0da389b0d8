-- Value of each tenant in the month, over all parks, modes and flows.
select uscc, cast(cast(cny_fen as decimal(30, 0)) * 0.01 as varchar) as cny
from cells.tenant
where park = '_T' and mode = '_T' and flow = '_T'
order by uscc
