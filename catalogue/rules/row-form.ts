import {
  above,
  and,
  below,
  cell,
  code,
  concat,
  contains,
  count,
  day,
  equal,
  fact,
  integer,
  isGiven,
  isIdentity,
  isNull,
  legalPair,
  lengthOf,
  matches,
  monthOf,
  not,
  oneOf,
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
const template = '行模板';

/** What a spreadsheet makes of a long number, like `8.01202E+16`. */
const damaged = (column: LineColumn) =>
  and(
    below(cell(column), text(':')),
    contains(cell(column), '+'),
    matches(cell(column), '[0-9.]+[eE][+][0-9]+'),
  );

/** Rules that reject a row for a cell that is empty, no code, no day or no identifier, in the order in which they are asked. */
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
      when: (column) =>
        column === 'declaration_no' ? and(isNull(wellFormed(column)), damaged(column)) : damaged(column),
      asIs: true,
      source: '海关跨境统一版报文规范：编号为文本',
      examples: [
        fires({ declaration_no: '8.01202E+17' }),
        fires({ waybill_no: '1.1E+14' }),
        passes({ waybill_no: '1.5E-7' }),
      ],
    },
  ),
  identity_number: rowRule(
    'must_fix',
    '“{column}”填的是个人身份证号，不能报送；请改填订单编号或运单编号。',
    '"{column}" holds a person\'s identity number, which must not be reported: give the number of the order or waybill.',
    {
      columns: ['waybill_no', 'order_no'],
      // Counting comes first: it costs less, and nearly no cell has as many.
      when: (column) => and(equal(lengthOf(cell(column)), count(18)), isIdentity(cell(column))),
      value: () => null,
      source: '个人信息保护法第四条；GB 11643',
      examples: [
        fires({ order_no: '11010519491231002X' }),
        fires({ waybill_no: '11010519491231002X' }),
        passes({ order_no: '110105194912310021' }),
        passes({ waybill_no: '210102202610120010' }),
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
  flag_unknown: rowRule(
    'must_fix',
    '“{column}”应为A（简化申报）或B（汇总申报），现为“{value}”。',
    '"{column}" must be A or B, found "{value}".',
    {
      columns: ['statistics_flag'],
      when: (column) => and(isGiven(cell(column)), not(oneOf(upper(cell(column)), ['A', 'B']))),
      source: '海关跨境统一版报文规范：CEB603 statisticsFlag',
      examples: [fires({ statistics_flag: 'Z' }), passes({ statistics_flag: 'b' })],
    },
  ),
} as const satisfies Record<string, RowRule>;
