-- raw.cell (text cells in file order) → typed lines with what stopped them. One row in, one row out, in the same order:
-- no joins, because row numbers follow from the order. Code lists are macros over enumerations (code-macros.ts); the two
-- functions of rows stand for the rules of the catalogue (rule-macros.ts).
with looked_at as (
  select
    *,
    -- One look at all cells with a form, which pass nearly always, costs a third of a look at each.
    is_regular(concat(declaration_no, chr(31), line_no, chr(31), hs_code, chr(31), quantity, chr(31), gross_kg, chr(31), net_kg, chr(31),
      amount, chr(31), unit_price, chr(31), declaration_total, chr(31), freight, chr(31), insurance, chr(31), duty, chr(31), vat, chr(31), consumption_tax)) as regular
  from raw.cell
),
typed as (
  select
    *,
    case when regular or regexp_full_match(declaration_no, '[0-9A-Z]{18}') then declaration_no end as declaration_no_value,
    case when regular or regexp_full_match(line_no, '[0-9]{1,4}') then nullif(try_cast(line_no as integer), 0) end as line_no_value,
    customs_mode_code(customs_mode) as customs_mode_code,
    flow_code(flow) as flow_code,
    day(declared_on) as declared_on_value,
    day(released_on) as released_on_value,
    customs_district_code(customs_district) as customs_district_code,
    kept_text(supervision_site) as supervision_site_masked,
    partner_code(partner) as partner_code,
    transport_mode_code(transport_mode) as transport_mode_code,
    case when regular or regexp_full_match(hs_code, '[0-9]{4}([0-9]{2}){0,3}') then hs_code end as hs_code_value,
    kept_text(goods_name) as goods_name_masked,
    unit_code(unit) as unit_code,
    currency_code(currency) as currency_code,
    number_of(regular, quantity) as quantity_value,
    number_of(regular, gross_kg) as gross_kg_value,
    number_of(regular, net_kg) as net_kg_value,
    number_of(regular, amount) as amount_value,
    number_of(regular, unit_price) as unit_price_value,
    number_of(regular, declaration_total) as declaration_total_value,
    number_of(regular, freight) as freight_value,
    number_of(regular, insurance) as insurance_value,
    trade_terms_code(trade_terms) as trade_terms_code,
    number_of(regular, duty) as duty_value,
    number_of(regular, vat) as vat_value,
    number_of(regular, consumption_tax) as consumption_tax_value,
    bonded_line_code(bonded_line) as bonded_line_code
  from looked_at
),
valued as (
  select
    *,
    chapter_of(hs_code_value) as chapter,
    month_of(released_on_value) as released_month,
    customs_district_code || number_year(declared_on_value, flow_code) as number_start,
    -- Exports FOB, imports with freight and insurance; what the price holds already follows from the terms of trade.
    -- Null when the sum has more digits than a decimal holds.
    case when freight_value is null and insurance_value is null then amount_value else try(case flow_code
      when 'export' then amount_value
        - case when trade_terms_code in ('1', '2') then coalesce(freight_value, 0) else 0 end
        - case when trade_terms_code in ('1', '4') then coalesce(insurance_value, 0) else 0 end
      else amount_value
        + case when trade_terms_code in ('1', '2') then 0 else coalesce(freight_value, 0) end
        + case when trade_terms_code in ('1', '4') then 0 else coalesce(insurance_value, 0) end
    end) end as trade_amount
  from typed
),
judged as (
  select
    *,
    case
      when shape = '@note' then outcome('note_row')
      when shape = '@header' then outcome('repeated_header')
      when declaration_no_value is null and declaration_no in ('零申报', 'NIL', 'nil') then outcome('nil')
      -- Goods may be called 小计时器 or Total Care: a row with a declaration number is no totals row.
      when declaration_no_value is null and is_totals(first_cell) then outcome('totals_row')
      when declaration_no is null and first_cell is null and customs_mode is null and hs_code is null and amount is null
        and line_no is null and flow is null and declared_on is null and released_on is null and customs_district is null
        and supervision_site is null and partner is null and transport_mode is null and order_no is null and waybill_no is null
        and goods_name is null and quantity is null and unit is null and gross_kg is null and net_kg is null and currency is null
        and unit_price is null and declaration_total is null and freight is null and insurance is null and trade_terms is null
        and statistics_flag is null and duty is null and vat is null and consumption_tax is null and bonded_line is null and other_cell is null then outcome('blank')
    end as special,
    -- Cells of a row that does not fit the header stand in the wrong columns: nothing else can be said of them.
    case when shape is not null then finding('row_shape', '', shape) else row_findings() end as found
  from valued
),
doubted as (
  select
    *,
    case when special is null and found is null then row_concerns() end as doubts,
    -- Of a row that is no line: whatever cells may hold a person's number, but those for numbers as long.
    case when special is not null or found is not null then concat_ws(' ',
      case when declaration_no_value is null and not may_be_identifier(declaration_no) then declaration_no end, line_no, customs_mode, flow, declared_on,
      released_on, customs_district, supervision_site, partner, transport_mode, hs_code, goods_name, quantity, unit, gross_kg, net_kg, currency,
      amount, unit_price, declaration_total, freight, insurance, trade_terms, statistics_flag, duty, vat, consumption_tax, bonded_line, case when special is not null then first_cell end) end as besides
  from judged
)
select
  delivery,
  part,
  row,
  coalesce(special, case when found is null then outcome('accepted') else outcome('rejected') end) as outcome,
  -- Of a nil return, which has no findings, mode, flow and month as they are written: they need not be codes.
  case when special is null then found when special = 'nil' then concat_ws(chr(31),
    coalesce(customs_mode_code, nil_text(customs_mode), ''), coalesce(flow_code, nil_text(flow), ''),
    coalesce(released_month, nil_text(released_on), declared_period, '')) end as findings,
  -- Of a row that is no line: whether a person's number may stand in it. Its bytes are then not kept as they came.
  case when special is null and found is null then nullif(doubts, '') when holds_person(besides) then 'person' end as concerns,
  uscc,
  customs_mode_code as customs_mode,
  flow_code as flow,
  released_month as period,
  -- In a row that did not pass, any column may hold anything, another column's cells too: what is neither typed nor
  -- masked stays behind.
  declaration_no_value as declaration_no,
  line_no_value as line_no,
  declared_on_value as declared_on,
  month_of(declared_on_value) as declared_month,
  released_on_value as released_on,
  customs_district_code as customs_district,
  supervision_site_masked as supervision_site,
  partner_code as partner,
  transport_mode_code as transport_mode,
  case when found is null then order_no end as order_no,
  case when found is null then waybill_no end as waybill_no,
  hs_code_value as hs_code,
  chapter,
  goods_name_masked as goods_name,
  quantity_value as quantity,
  unit_code as unit,
  gross_kg_value as gross_kg,
  net_kg_value as net_kg,
  currency_code as currency,
  amount_value as amount,
  unit_price_value as unit_price,
  declaration_total_value as declaration_total,
  trade_amount,
  freight_value as freight,
  insurance_value as insurance,
  trade_terms_code as trade_terms,
  case when statistics_flag is not null then try_cast(upper(statistics_flag) as flag_enum) end as statistics_flag,
  duty_value as duty,
  vat_value as vat,
  consumption_tax_value as consumption_tax,
  hash(customs_mode_code, flow_code, declaration_no, line_no_value) as line_hash,
  -- Both longer than a day alone.
  case when strlen(declared_on) > 10 and strlen(released_on) > 10 then minutes_between(declared_on, released_on) end as release_minutes,
  bonded_line_code as bonded_line
from doubted
