-- Lines of one declaration that disagree on what a declaration has once. One finding a declaration, at the first line that
-- differs from its first line. Origin and final destination belong to a line.
with suspect as (
  select hash(file, declaration_no) as key, min(file_row) as file_row
  from judged.examined
  group by key
  having min(hash(declared_on, released_on, customs_district, transport_mode, customs_mode, flow, currency, declaration_total))
    <> max(hash(declared_on, released_on, customs_district, transport_mode, customs_mode, flow, currency, declaration_total))
),
head as (
  select suspect.key, line.*
  from judged.examined as line
  join suspect on suspect.file_row = line.file_row
),
differing as (
  select
    line.delivery, line.part, line.place, line.period, line.subject, line.declaration_no,
    case
      when line.customs_mode <> head.customs_mode then ['customs_mode', line.customs_mode]
      when line.flow <> head.flow then ['flow', line.flow]
      when line.declared_on <> head.declared_on then ['declared_on', cast(line.declared_on as varchar)]
      when line.released_on <> head.released_on then ['released_on', cast(line.released_on as varchar)]
      when line.customs_district <> head.customs_district then ['customs_district', line.customs_district]
      when line.transport_mode <> head.transport_mode then ['transport_mode', line.transport_mode]
      when line.currency <> head.currency then ['currency', line.currency]
      when line.declaration_total <> head.declaration_total then ['declaration_total', plain_decimal(line.declaration_total)]
    end as found
  from judged.examined as line
  join head on head.key = hash(line.file, line.declaration_no)
)
select
  'declaration_head_differs' as rule,
  delivery,
  arg_min(part, place) as part,
  min(place) as row,
  arg_min(period, place) as period,
  arg_min(found[1], place) as column_name,
  arg_min(found[2], place) as value,
  arg_min(subject, place) as subject
from differing
where found is not null
group by delivery, declaration_no
