-- raw.cell (text cells in file order) → typed lines with what stopped them. One row in, one row out, in the same order:
-- no joins, because row numbers follow from the order. Code lists are macros over enumerations.
with typed as (
  select
    *,
    customs_mode_code(customs_mode) as customs_mode_code,
    flow_code(flow) as flow_code,
    partner_code(partner) as partner_code,
    transport_mode_code(transport_mode) as transport_mode_code,
    customs_district_code(customs_district) as customs_district_code,
    unit_code(unit) as unit_code,
    currency_code(currency) as currency_code,
    trade_terms_code(trade_terms) as trade_terms_code,
    left(hs_code, 2) as chapter,
    day(declared_on) as declared_day,
    day(released_on) as released_day,
    case when regexp_full_match(line_no, '[0-9]{1,4}') then nullif(try_cast(line_no as integer), 0) end as line_number,
    number(quantity) as quantity_value,
    number(gross_kg) as gross_value,
    number(net_kg) as net_value,
    number(amount) as amount_value,
    number(freight) as freight_value,
    number(insurance) as insurance_value,
    number(duty) as duty_value,
    number(vat) as vat_value,
    number(consumption_tax) as consumption_tax_value
  from raw.cell
),
valued as (
  select
    *,
    -- Exports FOB, imports with freight and insurance; what the price holds already follows from the terms of trade.
    -- Null when the sum has more digits than a decimal holds.
    try(case flow_code
      when 'export' then amount_value
        - case when trade_terms_code in ('1', '2') then coalesce(freight_value, 0) else 0 end
        - case when trade_terms_code in ('1', '4') then coalesce(insurance_value, 0) else 0 end
      else amount_value
        + case when trade_terms_code in ('1', '2') then 0 else coalesce(freight_value, 0) end
        + case when trade_terms_code in ('1', '4') then 0 else coalesce(insurance_value, 0) end
    end) as trade_amount
  from typed
),
judged as (
  select
    *,
    case
      when declaration_no in ('零申报', 'NIL', 'nil') then 'nil'
      -- Goods may be called 小计时器 or Total Care: a row with a declaration number is no totals row.
      when is_totals(first_cell) and not coalesce(regexp_full_match(declaration_no, '[0-9A-Z]{18}'), false) then 'totals_row'
      when first_cell is null and declaration_no is null and customs_mode is null and hs_code is null and amount is null
        and line_no is null and flow is null and declared_on is null and released_on is null and customs_district is null
        and supervision_site is null and partner is null and transport_mode is null and order_no is null and waybill_no is null
        and goods_name is null and quantity is null and unit is null and gross_kg is null and net_kg is null and currency is null
        and freight is null and insurance is null and trade_terms is null and statistics_flag is null and duty is null
        and vat is null and consumption_tax is null and other_cell is null then 'blank'
    end as special,
    -- Cells of a row that does not fit the header stand in the wrong columns: nothing else can be said of them.
    case when shape is not null then finding('row_shape', '', shape) else concat_ws(chr(31),
      case
        when declaration_no is null then finding('required', 'declaration_no', null)
        when regexp_full_match(declaration_no, '[0-9A-Z]{18}') then null
        when is_damaged(declaration_no) then finding_as_is('identifier_damaged', 'declaration_no', declaration_no)
        else finding_as_is('identifier_form', 'declaration_no', declaration_no) end,
      case when line_no is null then finding('required', 'line_no', null)
        when line_number is null then finding('integer_form', 'line_no', line_no) end,
      case when customs_mode is null then finding('required', 'customs_mode', null)
        when customs_mode_code is null then finding('code_unknown', 'customs_mode', customs_mode) end,
      case when flow is null then finding('required', 'flow', null)
        when flow_code is null then finding('code_unknown', 'flow', flow) end,
      case when not is_legal_pair(customs_mode_code, flow_code) then finding('mode_flow', 'flow', customs_mode_code || ' ' || flow) end,
      case when declared_on is null then finding('required', 'declared_on', null)
        when declared_day is null then finding('day_form', 'declared_on', declared_on)
        when declared_day > received_on then finding('day_future', 'declared_on', declared_on)
        when not customs_mode_valid(customs_mode_code, declared_day) then finding('code_expired', 'customs_mode', customs_mode) end,
      case when released_on is null then finding('required', 'released_on', null)
        when released_day is null then finding('day_form', 'released_on', released_on)
        when released_day > received_on then finding('day_future', 'released_on', released_on)
        when released_day < declared_day then finding('day_order', 'released_on', released_on)
        when strftime(released_day, '%Y-%m') <> declared_period then finding('period_mismatch', 'released_on', released_on) end,
      case when customs_district is null then finding('required', 'customs_district', null)
        when customs_district_code is null then finding('code_unknown', 'customs_district', customs_district)
        when not customs_district_valid(customs_district_code, declared_day) then finding('code_expired', 'customs_district', customs_district) end,
      case when partner is null then finding('required', 'partner', null)
        when partner_code is null then finding('code_unknown', 'partner', partner)
        when not partner_valid(partner_code, declared_day) then finding('code_expired', 'partner', partner) end,
      case when transport_mode is null then finding('required', 'transport_mode', null)
        when transport_mode_code is null then finding('code_unknown', 'transport_mode', transport_mode)
        when not transport_mode_valid(transport_mode_code, declared_day) then finding('code_expired', 'transport_mode', transport_mode) end,
      case when is_damaged(waybill_no) then finding_as_is('identifier_damaged', 'waybill_no', waybill_no) end,
      case when is_damaged(order_no) then finding_as_is('identifier_damaged', 'order_no', order_no) end,
      case when hs_code is null then finding('required', 'hs_code', null)
        when not regexp_full_match(hs_code, '[0-9]{4}([0-9]{2}){0,3}') then finding('hs_form', 'hs_code', hs_code)
        when not is_chapter(chapter) then finding('hs_chapter', 'hs_code', hs_code) end,
      case when goods_name is null then finding('required', 'goods_name', null) end,
      case when quantity is null then finding('required', 'quantity', null)
        when quantity_value is null then finding('number_form', 'quantity', quantity)
        when quantity_value <= 0 then finding('not_positive', 'quantity', quantity) end,
      case when unit is null then finding('required', 'unit', null)
        when unit_code is null then finding('code_unknown', 'unit', unit)
        when not unit_valid(unit_code, declared_day) then finding('code_expired', 'unit', unit) end,
      case when gross_kg is null then finding('required', 'gross_kg', null)
        when gross_value is null then finding('number_form', 'gross_kg', gross_kg)
        when gross_value <= 0 then finding('not_positive', 'gross_kg', gross_kg) end,
      case when net_kg is null then finding('required', 'net_kg', null)
        when net_value is null then finding('number_form', 'net_kg', net_kg)
        when net_value <= 0 then finding('not_positive', 'net_kg', net_kg)
        when gross_value < net_value then finding('gross_below_net', 'gross_kg', net_kg) end,
      case when currency is null then finding('required', 'currency', null)
        when currency_code is null then finding('code_unknown', 'currency', currency)
        when not currency_valid(currency_code, declared_day) then finding('code_expired', 'currency', currency) end,
      case when amount is null then finding('required', 'amount', null)
        when amount_value is null then finding('number_form', 'amount', amount)
        when amount_value <= 0 then finding('not_positive', 'amount', amount)
        when trade_amount is null then finding('number_form', 'amount', amount)
        when trade_amount <= 0 then finding('value_not_positive', 'amount', cast(trade_amount as varchar)) end,
      case when freight is null then null
        when freight_value is null then finding('number_form', 'freight', freight)
        when freight_value < 0 then finding('negative', 'freight', freight) end,
      case when insurance is null then null
        when insurance_value is null then finding('number_form', 'insurance', insurance)
        when insurance_value < 0 then finding('negative', 'insurance', insurance) end,
      case when trade_terms is not null and trade_terms_code is null then finding('code_unknown', 'trade_terms', trade_terms) end,
      case when upper(statistics_flag) not in ('A', 'B') then finding('flag_unknown', 'statistics_flag', statistics_flag) end,
      case when duty is null then null
        when duty_value is null then finding('number_form', 'duty', duty)
        when duty_value < 0 then finding('negative', 'duty', duty) end,
      case when vat is null then null
        when vat_value is null then finding('number_form', 'vat', vat)
        when vat_value < 0 then finding('negative', 'vat', vat) end,
      case when consumption_tax is null then null
        when consumption_tax_value is null then finding('number_form', 'consumption_tax', consumption_tax)
        when consumption_tax_value < 0 then finding('negative', 'consumption_tax', consumption_tax) end
    ) end as found
  from valued
)
select
  delivery,
  part,
  row,
  coalesce(special, case when found = '' then 'accepted' else 'rejected' end) as outcome,
  case when special is null then nullif(found, '') end as findings,
  null::varchar as concerns,
  uscc,
  case when special = 'nil' then coalesce(customs_mode_code, masked(customs_mode)) else customs_mode_code end as customs_mode,
  case when special = 'nil' then coalesce(flow_code, masked(flow)) else flow_code end as flow,
  case when special = 'nil' then coalesce(strftime(released_day, '%Y-%m'), masked(released_on), declared_period) else strftime(released_day, '%Y-%m') end as period,
  -- In a row that did not pass, any column may hold anything, another column's cells too: what is neither typed nor
  -- masked stays behind.
  case when found = '' or regexp_full_match(declaration_no, '[0-9A-Z]{18}') then declaration_no end as declaration_no,
  line_number as line_no,
  declared_day as declared_on,
  strftime(declared_day, '%Y-%m') as declared_month,
  released_day as released_on,
  customs_district_code as customs_district,
  case when regexp_matches(supervision_site, '[0-9][0-9 -]{10}') then masked(supervision_site) else supervision_site end as supervision_site,
  partner_code as partner,
  transport_mode_code as transport_mode,
  case when found = '' then order_no end as order_no,
  case when found = '' then waybill_no end as waybill_no,
  case when found = '' or regexp_full_match(hs_code, '[0-9]{4}([0-9]{2}){0,3}') then hs_code end as hs_code,
  case when found = '' or regexp_full_match(hs_code, '[0-9]{4}([0-9]{2}){0,3}') then chapter end as chapter,
  case when regexp_matches(goods_name, '[0-9][0-9 -]{10}') then masked(goods_name) else goods_name end as goods_name,
  quantity_value as quantity,
  unit_code as unit,
  gross_value as gross_kg,
  net_value as net_kg,
  currency_code as currency,
  amount_value as amount,
  trade_amount,
  freight_value as freight,
  insurance_value as insurance,
  trade_terms_code as trade_terms,
  case when upper(statistics_flag) in ('A', 'B') then upper(statistics_flag) end as statistics_flag,
  duty_value as duty,
  vat_value as vat,
  consumption_tax_value as consumption_tax,
  hash(customs_mode_code, flow_code, declaration_no, line_number) as line_hash
from judged
