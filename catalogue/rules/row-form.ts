import {
  above,
  and,
  asText,
  atMost,
  below,
  cell,
  code,
  concat,
  contains,
  day,
  decimal,
  fact,
  integer,
  isGiven,
  isNull,
  legalPair,
  matches,
  monthOf,
  not,
  number,
  oneOf,
  or,
  text,
  unequal,
  upper,
  validOn,
  wellFormed,
} from '../expression.ts';
import { type CellKind, type LineColumn, lineColumns, lineTemplate } from '../line-template.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';

const ofKind = (kind: CellKind) => lineColumns.filter((column) => lineTemplate[column].kind === kind);
const listOf = (column: LineColumn) => lineTemplate[column].list ?? 'partner';
const codes = ofKind('code');
const decimals = ofKind('decimal');
const positive: readonly LineColumn[] = ['quantity', 'gross_kg', 'net_kg', 'amount'];
const template = '行模板';

/** Amount, weight or quantity with a unit word or a sign of money. */
const unitWord =
  '人民币|美元|欧元|日元|港元|元|圆|千克|公斤|克|吨|斤|[kK][gG]|[gG]|[tT]|[cC][nN][yY]|[rR][mM][bB]|[uU][sS][dD]|[eE][uU][rR]|[jJ][pP][yY]|件|个|只|台|套|双|盒|瓶';
const numeral = '-?[0-9][0-9,.]* ?';
const withUnit = `${numeral}([百千万亿] ?(${unitWord})?|${unitWord})|[$¥￥€£] ?${numeral}([百千万亿])?(${unitWord})?`;

/** The headings 0101 to 0910 without their leading zero, with 0, 2, 4 or 6 digits more. */
const withoutZero =
  '(10[1-6]|2(0[1-9]|10)|30[1-9]|4(0[1-9]|10)|5(0[1-9]|1[01])|60[1-4]|7(0[1-9]|1[0-4])|8(0[1-9]|1[0-4])|9(0[1-9]|10))([0-9]{2}){0,3}';

/** What a spreadsheet makes of a long number, like `8.01202E+16`. */
const damaged = (column: LineColumn) =>
  and(
    below(cell(column), text(':')),
    contains(cell(column), '+'),
    matches(cell(column), '[0-9.]+[eE][+][0-9]+'),
  );

/** Rules that reject a row, in the order in which those of one column are asked. */
export const formRules = {
  required: rowRule('must_fix', '“{column}”为空，请填写。', '"{column}" is empty: fill it in.', {
    columns: lineColumns.filter((column) => lineTemplate[column].required),
    when: (column) => isNull(cell(column)),
    value: () => null,
    source: template,
    examples: [fires({ currency: '' }), fires({ goods_name: ' ' }), passes({ freight: '' })],
  }),
  code_unknown: rowRule(
    'must_fix',
    '“{column}”的值“{value}”不在代码表中，请填代码表中的代码或名称。',
    '"{value}" is not in the code list of "{column}": use a code or name of the list.',
    {
      columns: codes,
      when: (column) => and(isGiven(cell(column)), isNull(code(column))),
      source: '海关参数代码表',
      examples: [
        fires({ partner: '火星' }),
        fires({ unit: '7' }),
        fires({ customs_mode: '1039' }),
        passes({ partner: '美国' }),
      ],
    },
  ),
  code_expired: rowRule(
    'must_fix',
    '“{column}”的代码“{value}”在申报日期已停用，请改用现行代码。',
    'Code "{value}" of "{column}" was not valid on the day of declaration: use the current code.',
    {
      columns: codes.filter((column) => column !== 'flow' && column !== 'trade_terms'),
      when: (column) => not(validOn(listOf(column), code(column), day('declared_on'))),
      source: '海关参数代码表（有效期）',
      examples: [fires({ currency: 'DEM' }), passes({ currency: 'EUR' })],
    },
  ),
  mode_flow: rowRule(
    'must_fix',
    '监管方式与进出口标志的组合“{value}”不存在，请核对。',
    'Customs mode and flow "{value}" do not go together: check both.',
    {
      columns: ['flow'],
      among: 'pair',
      when: () => not(legalPair(code('customs_mode'), code('flow'))),
      value: () => concat(code('customs_mode'), text(' '), cell('flow')),
      source: '海关总署公告2014年第12号、2014年第57号、2016年第75号、2020年第75号',
      examples: [
        fires({ flow: '进口' }),
        fires({ customs_mode: '1239' }),
        passes({ customs_mode: '1210', flow: 'E' }),
      ],
    },
  ),
  identifier_damaged: rowRule(
    'must_fix',
    '“{column}”的“{value}”已被表格软件改成数值，末位已丢失，无法还原；请将该列设为文本后重新导出。',
    '"{value}" in "{column}" was turned into a number by a spreadsheet and lost its last digits: set the column to text and export again.',
    {
      columns: ['declaration_no', 'waybill_no', 'order_no'],
      when: damaged,
      asIs: true,
      source: '海关跨境统一版报文规范：编号为文本',
      examples: [
        fires({ declaration_no: '8.01202E+17' }),
        fires({ waybill_no: '1.1E+14' }),
        passes({ waybill_no: '1.5E-7' }),
      ],
    },
  ),
  identifier_form: rowRule(
    'must_fix',
    '“{column}”应为18位数字或大写字母，现为“{value}”；请以文本格式重新导出。',
    '"{column}" must be 18 digits or capital letters, found "{value}": export it again as text.',
    {
      columns: ['declaration_no'],
      when: (column) => and(isGiven(cell(column)), isNull(wellFormed(column))),
      asIs: true,
      source: '海关跨境统一版报文规范：清单编号、报关单号18位',
      examples: [
        fires({ declaration_no: '08012026000000001' }),
        passes({ declaration_no: '080120260000000009' }),
      ],
    },
  ),
  integer_form: rowRule(
    'must_fix',
    '“{column}”应为1至9999的整数，现为“{value}”。',
    '"{column}" must be a whole number from 1 to 9999, found "{value}".',
    {
      columns: ['line_no'],
      when: (column) => and(isGiven(cell(column)), isNull(integer(column))),
      source: '海关跨境统一版报文规范：商品序号N4',
      examples: [fires({ line_no: '0' }), fires({ line_no: '10000' }), passes({ line_no: '9999' })],
    },
  ),
  day_form: rowRule(
    'must_fix',
    '“{column}”的“{value}”不是可识别的日期，请用2026-10-31这样的写法。',
    '"{value}" in "{column}" is not a date: write it like 2026-10-31.',
    {
      columns: ofKind('day'),
      when: (column) => and(isGiven(cell(column)), isNull(day(column))),
      source: template,
      examples: [
        fires({ declared_on: '3/5/24' }),
        fires({ released_on: '43895' }),
        passes({ declared_on: '2026年10月3日' }),
        passes({ declared_on: '20261003' }),
      ],
    },
  ),
  day_future: rowRule(
    'must_fix',
    '“{column}”的“{value}”晚于报送时间，请核对。',
    '"{value}" in "{column}" is after the day of delivery: check it.',
    {
      columns: ofKind('day'),
      when: (column) => above(day(column), fact('received_on')),
      source: '海关统计条例：统计已放行、结关的货物',
      examples: [fires({ released_on: '2026-11-09' }), passes({ released_on: '2026-11-08' })],
    },
  ),
  day_order: rowRule(
    'must_fix',
    '放行/结关日期“{value}”早于申报日期，请核对。',
    'Release date "{value}" is before the declaration date: check both.',
    {
      columns: ['released_on'],
      when: (column) => below(day(column), day('declared_on')),
      source: '先申报后放行、结关',
      examples: [fires({ released_on: '2026-10-11' }), passes({ released_on: '2026-10-12' })],
    },
  ),
  period_mismatch: rowRule(
    'must_fix',
    '放行/结关日期“{value}”不在本次报送的统计期内，请另行报送所属月份。',
    'Release date "{value}" is outside the period of this delivery: deliver it with its own month.',
    {
      columns: ['released_on'],
      when: (column) =>
        and(isGiven(fact('declared_period')), unequal(monthOf(day(column)), fact('declared_period'))),
      source: '海关统计时间：进口按放行月、出口按结关月',
      examples: [fires({}, '2026-09'), passes({}, '2026-10')],
    },
  ),
  hs_zero_lost: rowRule(
    'must_fix',
    '商品编码丢失了开头的0（{value}），请核对后补上，并把该列设为文本。',
    'The HS code lost its leading zero ({value}): check, put it back and set the column to text.',
    {
      columns: ['hs_code'],
      when: (column) =>
        and(isGiven(cell(column)), isNull(wellFormed(column)), matches(cell(column), withoutZero)),
      value: (column) => concat(cell(column), text(' → 0'), cell(column)),
      source: '进出口税则：第1至9章的品目以0开头',
      examples: [
        fires({ hs_code: '101210000' }),
        fires({ hs_code: '4090000' }),
        passes({ hs_code: '0101210000' }),
        passes({ hs_code: '610910001' }),
      ],
    },
  ),
  hs_form: rowRule(
    'must_fix',
    '商品编码“{value}”应为4、6、8或10位数字；若以0开头，请检查前导零是否丢失。',
    'HS code "{value}" must have 4, 6, 8 or 10 digits: check for a lost leading zero.',
    {
      columns: ['hs_code'],
      when: (column) => and(isGiven(cell(column)), isNull(wellFormed(column))),
      source: '海关跨境统一版报文规范：商品编码',
      examples: [
        fires({ hs_code: '610910001' }),
        fires({ hs_code: '6109.10' }),
        passes({ hs_code: '61091000' }),
      ],
    },
  ),
  hs_chapter: rowRule(
    'must_fix',
    '商品编码“{value}”的章不存在，请核对。',
    'HS code "{value}" has no such chapter: check it.',
    {
      columns: ['hs_code'],
      when: (column) => and(isGiven(wellFormed(column)), isNull(fact('chapter'))),
      source: '进出口税则：97章及第98章，第77章空缺',
      examples: [fires({ hs_code: '7700000000' }), passes({ hs_code: '9701210000' })],
    },
  ),
  number_unit: rowRule(
    'must_fix',
    '“{column}”的“{value}”带有单位，请只填数值（金额以元为单位，如12.5万写作125000）；系统不作换算。',
    '"{value}" in "{column}" carries a unit: write the plain number, an amount in whole currency units. Nothing is converted.',
    {
      columns: decimals,
      when: (column) => and(isGiven(cell(column)), isNull(decimal(column)), matches(cell(column), withUnit)),
      source: '行模板：金额以元、重量以千克填报',
      examples: [
        fires({ amount: '12.5万' }),
        fires({ amount: '1,234元' }),
        fires({ net_kg: '3.2kg' }),
        passes({ amount: '1,234.50' }),
        passes({ amount: '约120' }),
      ],
    },
  ),
  number_form: rowRule(
    'must_fix',
    '“{column}”的“{value}”不是数值（整数最多13位、小数最多5位，不带单位），请改正。',
    '"{value}" in "{column}" is not a number (at most 13 digits before and 5 after the point, no unit): correct it.',
    {
      columns: decimals,
      when: (column) => {
        const none = and(isGiven(cell(column)), isNull(decimal(column)));
        if (column !== 'amount') return none;
        // Together with freight and insurance it may have more digits than a decimal holds.
        return or(none, and(above(decimal(column), number('0')), isNull(fact('trade_amount'))));
      },
      source: '海关跨境统一版报文规范：N19,5',
      examples: [
        fires({ amount: '1e3' }),
        fires({ net_kg: '约3' }),
        fires({ amount: '0,125' }),
        passes({ amount: '1,234.5' }),
      ],
    },
  ),
  not_positive: rowRule(
    'must_fix',
    '“{column}”应大于0，现为“{value}”。',
    '"{column}" must be above 0, found "{value}".',
    {
      columns: [...positive, 'unit_price'],
      when: (column) => atMost(decimal(column), number('0')),
      source: '海关统计数据的基本逻辑',
      examples: [fires({ amount: '0' }), fires({ quantity: '-3' }), passes({ quantity: '0.00001' })],
    },
  ),
  negative: rowRule(
    'must_fix',
    '“{column}”不能为负，现为“{value}”。',
    '"{column}" cannot be negative, found "{value}".',
    {
      columns: decimals.filter((column) => !positive.includes(column) && column !== 'unit_price'),
      when: (column) => below(decimal(column), number('0')),
      source: '海关统计数据的基本逻辑',
      examples: [fires({ freight: '-5' }), passes({ freight: '0' })],
    },
  ),
  gross_below_net: rowRule(
    'must_fix',
    '毛重小于净重“{value}”，请核对。',
    'Gross weight is below net weight "{value}": check both.',
    {
      columns: ['gross_kg'],
      among: 'net_kg',
      when: () => below(decimal('gross_kg'), decimal('net_kg')),
      value: () => cell('net_kg'),
      source: '毛重含包装，不小于净重',
      examples: [fires({ gross_kg: '3.1' }), passes({ gross_kg: '3.20000' })],
    },
  ),
  value_not_positive: rowRule(
    'must_fix',
    '总价按成交方式扣除运费、保险费后“{value}”不大于0，请核对。',
    'The amount less freight and insurance "{value}" is not above 0: check them.',
    {
      columns: ['amount'],
      when: () => atMost(fact('trade_amount'), number('0')),
      value: () => asText(fact('trade_amount')),
      source: '海关统计价格：出口按离岸价',
      examples: [
        fires({ trade_terms: 'CIF', freight: '100', insurance: '20' }),
        passes({ trade_terms: 'CIF', freight: '100', insurance: '19.99999' }),
      ],
    },
  ),
  flag_unknown: rowRule(
    'must_fix',
    '“{column}”应为A（简化申报）或B（汇总申报），现为“{value}”。',
    '"{column}" must be A or B, found "{value}".',
    {
      columns: ['statistics_flag'],
      when: (column) => not(oneOf(upper(cell(column)), ['A', 'B'])),
      source: '海关跨境统一版报文规范：CEB603 statisticsFlag',
      examples: [fires({ statistics_flag: 'Z' }), passes({ statistics_flag: 'b' })],
    },
  ),
} as const satisfies Record<string, RowRule>;
