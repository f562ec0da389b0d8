-- Every line has the same country, where the tenant used to have several: a column filled down.
with own as (
  select delivery, customs_mode, flow, min(partner) as partner
  from judged.examined
  group by delivery, customs_mode, flow
  having count(*) >= 30 and min(partner) = max(partner)
),
usual as (
  select file.delivery, line.customs_mode, line.flow, line.partner, count(*) as lines
  from history.sampled_line as line
  join judged.file as file on file.uscc = line.uscc and line.period between file.base_from and file.base_to
  group by file.delivery, line.customs_mode, line.flow, line.partner
),
spread as (
  select delivery, customs_mode, flow
  from usual
  group by delivery, customs_mode, flow
  having sum(lines) >= 30 and count(*) >= 3 and max(lines) < 0.8 * sum(lines)
)
select
  'same_partner_all' as rule,
  own.delivery,
  file.main_period as period,
  'partner' as column_name,
  own.partner as value,
  concat_ws(' ', own.customs_mode, own.flow, file.main_period) as subject
from own
join spread on spread.delivery = own.delivery and spread.customs_mode = own.customs_mode and spread.flow = own.flow
join judged.file as file on file.delivery = own.delivery
