import {
  above,
  and,
  cell,
  code,
  count,
  day,
  daysBetween,
  endsWith,
  equal,
  fact,
  matches,
  not,
  oneOf,
  or,
  slice,
  startsWith,
  text,
  unequal,
  wellFormed,
} from '../expression.ts';
import { goodRow, retailExport, retailImport } from './good-row.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';
import { isExport, isImport } from './terms.ts';

/** The 18-digit number of a list or a declaration; those of other systems are told by `number_pre_entry` or not at all. */
const declarationNo = wellFormed('declaration_no');
/** The number does not begin with district, year and flow as it should. */
const isOddNumber = not(startsWith(declarationNo, fact('number_start')));

/** Rules about how a line was declared: dates, number, customs district, mode, transport. */
export const declarationRules = {
  declared_long_ago: rowRule(
    'confirm',
    '申报日期“{value}”距报送已超过三年，请确认是否补报历史数据。',
    'Declared on "{value}", more than three years before the delivery: confirm that history is being delivered.',
    {
      columns: ['declared_on'],
      when: (column) => above(daysBetween(day(column), fact('received_on')), count(1096)),
      source: '海关稽查条例：单证保存三年',
      examples: [
        fires({ declared_on: '2021-10-12' }),
        passes({ declared_on: '2023-12-12', released_on: '2023-12-15' }),
      ],
    },
  ),
  release_slow: rowRule(
    'notice',
    '放行/结关日期“{value}”距申报日期超过180天，请核对年份和月份。',
    'Released on "{value}", more than 180 days after the declaration: check year and month.',
    {
      columns: ['released_on'],
      when: (column) => above(daysBetween(day('declared_on'), day(column)), count(180)),
      source: '跨境电商清单通常数日内放行',
      examples: [fires({ declared_on: '2026-03-01' }), passes({ declared_on: '2026-05-01' })],
    },
  ),
  number_pre_entry: rowRule(
    'notice',
    '“{value}”像是电子口岸编号（B加日期），请填海关的清单编号或报关单号。',
    '"{value}" looks like a pre-entry number (B and a date): give the number of the list or declaration.',
    {
      needs: isOddNumber,
      columns: ['declaration_no'],
      when: () => and(equal(slice(declarationNo, 1, 1), text('B')), matches(declarationNo, 'B20[0-9]{15}')),
      asIs: true,
      source: '海关跨境统一版报文规范：preNo为B加8位日期加9位流水号',
      examples: [
        fires({ declaration_no: 'B20261012000000001' }),
        passes({ declaration_no: goodRow.declaration_no }),
      ],
    },
  ),
  number_district: rowRule(
    'notice',
    '编号“{value}”的前四位与申报海关不符，请核对。',
    'The first four digits of "{value}" are not the customs district: check both.',
    {
      needs: isOddNumber,
      columns: ['declaration_no'],
      when: () => unequal(slice(declarationNo, 1, 4), code('customs_district')),
      asIs: true,
      source: '清单编号、报关单号：4位关区+4位年份+1位进出口标志+9位流水号',
      examples: [fires({ customs_district: '0807' }), passes({ customs_district: '沈阳海关' })],
    },
  ),
  number_year: rowRule(
    'notice',
    '编号“{value}”中的年份与申报日期不符，请核对。',
    'The year in "{value}" is not that of the declaration date: check both.',
    {
      needs: isOddNumber,
      columns: ['declaration_no'],
      when: () => unequal(slice(declarationNo, 5, 4), slice(cell('declared_on'), 1, 4)),
      asIs: true,
      source: '清单编号、报关单号：4位关区+4位年份+1位进出口标志+9位流水号',
      examples: [fires({ declaration_no: '080120250000000001' }), passes({ declared_on: '2026年10月3日' })],
    },
  ),
  number_flow: rowRule(
    'notice',
    '编号“{value}”的第九位（1进口、0出口）与进出口标志不符，请核对。',
    'The ninth digit of "{value}" (1 import, 0 export) is not that of the flow: check both.',
    {
      needs: isOddNumber,
      columns: ['declaration_no'],
      when: () =>
        or(
          and(equal(slice(declarationNo, 9, 1), text('1')), isExport),
          and(equal(slice(declarationNo, 9, 1), text('0')), isImport),
        ),
      asIs: true,
      source: '清单编号、报关单号：4位关区+4位年份+1位进出口标志+9位流水号',
      examples: [fires({ declaration_no: '080120261000000001' }), passes(retailImport)],
    },
  ),
  district_headquarters: rowRule(
    'notice',
    '申报海关“{value}”是直属海关总代码，请填办理申报的隶属海关代码。',
    'Customs district "{value}" is a general code: give the code of the office where it was declared.',
    {
      columns: ['customs_district'],
      when: (column) => endsWith(code(column), '00'),
      source: '关区代码表：有隶属海关的应填隶属海关代码',
      examples: [
        fires({ customs_district: '0800', declaration_no: '080020260000000001' }),
        passes({ customs_district: '0801' }),
      ],
    },
  ),
  mode_1239_pilot: rowRule(
    'notice',
    '沈阳是跨境电商零售进口试点城市，通常用1210而不是“{value}”，请核对监管方式。',
    'Shenyang is a pilot city of retail imports, which use 1210 and not "{value}": check the customs mode.',
    {
      columns: ['customs_mode'],
      when: (column) =>
        and(equal(code(column), text('1239')), equal(slice(code('customs_district'), 1, 2), text('08'))),
      source: '海关总署公告2016年第75号：试点城市暂不适用1239',
      examples: [
        fires({ ...retailImport, customs_mode: '1239' }),
        passes({
          ...retailImport,
          customs_mode: '1239',
          customs_district: '0901',
          declaration_no: '090120261000000001',
        }),
      ],
    },
  ),
  first_line_not_bonded: rowRule(
    'must_fix',
    '“{column}”为“{value}”：一线进区只适用于1210、1239进口，请核对监管方式和进出口标志，或改填二线。',
    '"{column}" is "{value}": only imports of modes 1210 and 1239 enter an area on the first line. Check mode and flow, or write second line.',
    {
      columns: ['bonded_line'],
      when: (column) =>
        and(equal(code(column), text('1')), or(isExport, not(oneOf(code('customs_mode'), ['1210', '1239'])))),
      source: '商财发〔2018〕486号：网购保税进口（1210、1239）先进区、后出区零售',
      examples: [
        fires({ bonded_line: '一线' }),
        fires({ ...retailImport, customs_mode: '9610', bonded_line: '1' }),
        passes({ ...retailImport, bonded_line: 'first' }),
        passes({ bonded_line: '二线' }),
      ],
    },
  ),
  bonded_transport: rowRule(
    'notice',
    '9610（直购进口、一般出口）的运输方式为“{value}”，是保税区域的代码，请核对。',
    'A 9610 line has the transport mode "{value}", which is for bonded areas: check it.',
    {
      columns: ['transport_mode'],
      when: (column) =>
        and(
          equal(code('customs_mode'), text('9610')),
          oneOf(code(column), ['0', '1', '7', '8', 'H', 'T', 'W', 'X', 'Y', 'Z']),
        ),
      source: '海关总署公告2014年第12号；运输方式代码表',
      examples: [
        fires({ ...retailExport, transport_mode: 'W' }),
        passes({ ...retailImport, transport_mode: 'W' }),
      ],
    },
  ),
} as const satisfies Record<string, RowRule>;
