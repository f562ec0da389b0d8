-- Declarations of each park and of all (`_T`) by what they are as a whole: flag A or B, a retail import above the limit of one
-- transaction (财关税〔2018〕49号: 5,000 yuan since 2019, 2,000 before), and the minutes from declaration to release. Times add
-- up, so that quantiles over any of the groups are exact. What a park has of a split declaration is judged for itself.
with own as (
  select
    own.period, own.customs_mode, own.flow, own.park_id, own.declaration_no, own.simplified, own.summary, own.release_minutes,
    own.declared_month, own.cny_fen, case when split.declaration_no is null then 0 else 1 end as is_split
  from facts.declaration as own
  left join facts.split_declaration as split
    on split.declaration_no = own.declaration_no and split.period = own.period and split.customs_mode = own.customs_mode and split.flow = own.flow
),
whole as (
  select
    period, customs_mode, flow, coalesce(park_id, '_T') as park, max(simplified) as simplified, max(summary) as summary, max(release_minutes) as release_minutes,
    min(declared_month) as declared_month, cast(sum(cny_fen) as decimal(38, 0)) as cny_fen
  from own
  where is_split = 1
  group by grouping sets ((period, customs_mode, flow, park_id, declaration_no), (period, customs_mode, flow, declaration_no))
),
judged as (
  select period, customs_mode, flow, park_id as park, 0 as is_split, simplified, summary, release_minutes,
    case when flow = 'import' and cny_fen > case when declared_month >= '2019-01' then 500000 else 200000 end then 1 else 0 end as over_limit
  from own
  where is_split = 0
  union all
  select period, customs_mode, flow, park, 1 as is_split, simplified, summary, release_minutes,
    case when flow = 'import' and cny_fen > case when declared_month >= '2019-01' then 500000 else 200000 end then 1 else 0 end as over_limit
  from whole
),
counted as (
  select period, customs_mode, flow, park, is_split, simplified, summary, over_limit, release_minutes, cast(count(*) as decimal(38, 0)) as declarations
  from judged
  group by period, customs_mode, flow, park, is_split, simplified, summary, over_limit, release_minutes
),
part as (
  select period, customs_mode, flow, park, simplified, summary, over_limit, release_minutes, declarations from counted
  union all
  select period, customs_mode, flow, '_T' as park, simplified, summary, over_limit, release_minutes, declarations from counted where is_split = 0
)
select
  period,
  customs_mode,
  flow,
  park,
  simplified,
  summary,
  over_limit,
  release_minutes,
  cast(sum(declarations) as decimal(38, 0)) as declarations
from part
group by period, customs_mode, flow, park, simplified, summary, over_limit, release_minutes
