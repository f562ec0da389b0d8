-- raw.event (text cells in file order) → typed returns and cancellations with what stopped them, as far as a row alone
-- tells. One row in, one row out, in the same order: no joins.
with typed as (
  select
    *,
    case when list_contains(['退货', '退运', '退货申请', '退货申请单', '部分退货', '全部退货', 'return', 'returned', 'refund'], lower(kind)) then 'return'
      when list_contains(['撤单', '撤销', '撤销申请', '撤销申请单', '取消', 'cancellation', 'cancel', 'cancelled', 'revocation'], lower(kind)) then 'cancellation'
    end as kind_code,
    customs_mode_code(customs_mode) as customs_mode_code,
    flow_code(flow) as flow_code,
    unit_code(unit) as unit_code,
    day(event_on) as event_day,
    number(quantity) as quantity_value,
    case when regexp_full_match(declaration_no, '[0-9A-Z]{18}') then declaration_no end as declaration,
    case when regexp_full_match(line_no, '[0-9]{1,4}') then nullif(try_cast(line_no as integer), 0) end as line_number
  from raw.event
),
judged as (
  select
    *,
    case
      when shape = '@note' then 'note_row'
      when shape = '@header' then 'repeated_header'
      when is_totals(first_cell) and declaration is null then 'totals_row'
      when first_cell is null and other_cell is null and kind is null and declaration_no is null and line_no is null
        and event_on is null and quantity is null and unit is null and reason is null and customs_mode is null and flow is null
        then 'blank'
    end as special,
    case when shape is not null then finding('row_shape', '', shape) else concat_ws(chr(31),
      case when kind_code is null then finding('event_kind', 'kind', kind) end,
      case when declaration is null then finding_as_is('event_declaration', 'declaration_no', coalesce(declaration_no, '')) end,
      -- Without a quantity all of the line is returned, without a line number all of the declaration.
      case when line_number is null and (line_no is not null or kind_code = 'return' and quantity is not null) then finding('event_line', 'line_no', line_no) end,
      case when event_day is null or event_day > received_on then finding('event_date', 'event_on', event_on) end,
      case when quantity is null and kind_code is not null then null
        when quantity_value is null or quantity_value <= 0 then finding('event_quantity', 'quantity', quantity) end,
      case when unit is not null and unit_code is null then finding('event_code', 'unit', unit) end,
      case when customs_mode is not null and customs_mode_code is null then finding('event_code', 'customs_mode', customs_mode) end,
      case when flow is not null and flow_code is null then finding('event_code', 'flow', flow) end
    ) end as found
  from typed
)
select
  delivery,
  part,
  row,
  coalesce(special, case when found = '' then 'accepted' else 'rejected' end) as outcome,
  case when special is null then nullif(found, '') end as findings,
  null::varchar as concerns,
  uscc,
  kind_code as kind,
  customs_mode_code as customs_mode,
  flow_code as flow,
  declaration as declaration_no,
  line_number as line_no,
  event_day as event_on,
  strftime(event_day, '%Y-%m') as period,
  quantity_value as quantity,
  unit_code as unit,
  kept_text(reason) as reason,
  by_message
from judged
