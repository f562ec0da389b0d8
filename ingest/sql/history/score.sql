-- Hidiroglou and Berthelot (1986): how far the change of a pair stands out among all pairs of the file and flow, where
-- large ones weigh more; U = 0.5, A = 0.05. A bound is a multiple of the distance on its side; there is none where all are
-- alike. Gross: C = 20, fivefold, and at least twofold beyond any price that the tenant had.
with related as (
  select *, y2 / y1 as ratio, median(y2 / y1) over (partition by delivery, flow) as middle_ratio
  from judged.pair
  where y1 > 0 and y2 > 0
),
scored as (
  select
    * exclude (ratio, middle_ratio),
    ratio,
    case when ratio < middle_ratio then 1 - middle_ratio / ratio else ratio / middle_ratio - 1 end * sqrt(greatest(y1, y2)) as e
  from related
),
spread as (
  select delivery, flow, count(*) as pairs, quantile_cont(e, 0.25) as e_first, median(e) as e_middle, quantile_cont(e, 0.75) as e_third
  from scored
  group by delivery, flow
),
bound as (
  select
    *,
    greatest(e_middle - e_first, abs(0.05 * e_middle)) as below,
    greatest(e_third - e_middle, abs(0.05 * e_middle)) as above
  from spread
)
select
  scored.*,
  bound.e_middle,
  bound.below,
  bound.above,
  bound.pairs >= 8 and (bound.below > 0 or bound.above > 0) and abs(scored.z) > 5 and abs(scored.price_shift) >= ln(5) and not scored.is_near_seen
    and (scored.e < bound.e_middle - 20 * bound.below or scored.e > bound.e_middle + 20 * bound.above) as is_gross
from scored
join bound on bound.delivery = scored.delivery and bound.flow = scored.flow
