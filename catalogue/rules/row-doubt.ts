import {
  above,
  and,
  atMost,
  cell,
  code,
  count,
  day,
  daysBetween,
  decimal,
  equal,
  fact,
  isGiven,
  matches,
  number,
  oneOf,
  or,
  slice,
  text,
  times,
  unequal,
  upper,
  wellFormed,
} from '../expression.ts';
import { goodRow, retailExport, retailImport } from './good-row.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';

const isImport = equal(code('flow'), text('import'));
const isExport = equal(code('flow'), text('export'));
const inYuan = equal(code('currency'), text('CNY'));
/** The 18-digit number of a list or a declaration; those of other systems are told by `number_pre_entry` or not at all. */
const declarationNo = wellFormed('declaration_no');
const flag = upper(cell('statistics_flag'));
/** 财关税〔2018〕49号; the same figure bounds the simplified B2B list. */
const limit = number('5000');

/** Rules about how a line was declared: number, dates, mode, partner, currency, taxes. */
export const doubtRules = {
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
      when: (column) => equal(slice(code(column), 3, 2), text('00')),
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
  export_to_china: rowRule(
    'confirm',
    '出口的最终目的国为“{value}”，请确认是否误填。',
    'The destination of this export is "{value}": confirm, or correct it.',
    {
      columns: ['partner'],
      when: (column) => and(isExport, equal(code(column), text('CHN'))),
      source: '海关统计：出口按最终目的国（地区）',
      examples: [
        fires({ partner: '中国' }),
        passes({ partner: 'HKG' }),
        passes({ ...retailImport, partner: '142' }),
      ],
    },
  ),
  partner_unknown: rowRule(
    'notice',
    '“{column}”为“{value}”（国别不详），请尽量填明。',
    '"{column}" is "{value}" (unknown): name the country where you can.',
    {
      columns: ['partner'],
      when: (column) => equal(code(column), text('ZZZ')),
      source: '海关统计：进口按原产国、出口按最终目的国（地区）',
      examples: [fires({ partner: 'ZZZ' }), passes({ partner: 'JPN' })],
    },
  ),
  currency_like_country: rowRule(
    'notice',
    '币制“{value}”与原产国代码相同，零售进口通常以人民币计价，请核对是否填了国别代码。',
    'Currency "{value}" is the same as the country code, while retail imports are priced in yuan: check it.',
    {
      columns: ['currency'],
      when: (column) =>
        and(
          isImport,
          unequal(code(column), text('CNY')),
          equal(cell(column), cell('partner')),
          matches(cell(column), '[0-9]{3}'),
        ),
      source: '币制代码与国别代码旧表同号（502、142等）',
      examples: [
        fires({ ...retailImport, partner: '502', currency: '502' }),
        passes({ ...retailImport, partner: '142', currency: '142' }),
        passes({ partner: '502', currency: '502' }),
      ],
    },
  ),
  import_currency: rowRule(
    'notice',
    '零售进口的币制为“{value}”，通常为人民币，请核对。',
    'A retail import is priced in "{value}", usually in yuan: check it.',
    {
      columns: ['currency'],
      when: (column) => and(isImport, unequal(code(column), text('CNY'))),
      source: '海关跨境统一版报文规范：CEB621币制通常为142人民币',
      examples: [fires({ ...retailImport, currency: 'USD' }), passes(retailImport)],
    },
  ),
  charge_above_amount: rowRule(
    'confirm',
    '“{column}”“{value}”超过总价，请核对金额和单位。',
    '"{column}" of "{value}" is above the amount: check amount and unit.',
    {
      columns: ['freight', 'insurance'],
      when: (column) => above(decimal(column), decimal('amount')),
      source: '海关统计价格：运费、保险费是货价之外的费用',
      examples: [fires({ freight: '130' }), passes({ freight: '120' })],
    },
  ),
  flag_on_import: rowRule(
    'notice',
    '进口不填“{column}”，现为“{value}”，请核对进出口标志。',
    '"{column}" is "{value}" on an import, where none is given: check the flow.',
    {
      columns: ['statistics_flag'],
      when: (column) => and(isImport, isGiven(cell(column))),
      source: '海关跨境统一版报文规范：statisticsFlag仅见于CEB603出口清单',
      examples: [fires({ ...retailImport, statistics_flag: 'A' }), passes(retailExport)],
    },
  ),
  tax_on_export: rowRule(
    'notice',
    '出口行的“{column}”为“{value}”，出口清单不计征此税，请核对。',
    'An export has "{value}" in "{column}", which is not levied on it: check the flow.',
    {
      columns: ['duty', 'vat', 'consumption_tax'],
      when: (column) => and(isExport, above(decimal(column), number('0'))),
      source: '财税〔2018〕103号：综试区零售出口免征增值税、消费税',
      examples: [fires({ vat: '10.92' }), passes({ vat: '0.00' })],
    },
  ),
  over_limit_line: rowRule(
    'notice',
    '零售进口单行总价“{value}”元超过单次交易限值5000元，请核对是否应按一般贸易申报或漏了小数点。',
    'A retail import line of "{value}" yuan is above the limit of 5,000 a transaction: check it.',
    {
      columns: ['amount'],
      when: (column) => and(isImport, inYuan, above(decimal(column), limit)),
      source: '财关税〔2018〕49号：单次交易限值5000元',
      examples: [fires({ ...retailImport, amount: '5000.01' }), passes({ ...retailImport, amount: '5000' })],
    },
  ),
  low_value_over_limit: rowRule(
    'notice',
    'B2B出口以6位编码简化申报，总价“{value}”元超过5000元，请核对。',
    'A B2B export declared in short with a 6-digit code has "{value}" yuan, above 5,000: check it.',
    {
      columns: ['amount'],
      when: (column) =>
        and(
          inYuan,
          above(decimal(column), limit),
          oneOf(code('customs_mode'), ['9710', '9810']),
          matches(cell('hs_code'), '[0-9]{6}'),
        ),
      source: '海关总署公告2020年第75号：5000元以内可通过统一版简化申报',
      examples: [
        fires({ currency: 'CNY', hs_code: '610910', amount: '5000.01' }),
        passes({ currency: 'CNY', hs_code: '6109100010', amount: '5000.01' }),
      ],
    },
  ),
  duty_within_limit: rowRule(
    'notice',
    '零售进口限值以内关税税率为0，现为“{value}”，请核对。',
    'Within the limit a retail import pays no duty, found "{value}": check it.',
    {
      columns: ['duty'],
      when: (column) =>
        and(isImport, above(decimal(column), number('0')), inYuan, atMost(decimal('amount'), limit)),
      source: '财关税〔2016〕18号：限值以内关税税率暂设为0',
      examples: [
        fires({ ...retailImport, duty: '12' }),
        passes({ ...retailImport, duty: '0.00' }),
        passes({ ...retailImport, amount: '5600', duty: '560' }),
      ],
    },
  ),
  vat_high: rowRule(
    'notice',
    '增值税“{value}”超过货值的17%，请核对税额和金额单位。',
    'VAT of "{value}" is above 17 % of the value: check both.',
    {
      columns: ['vat'],
      when: (column) =>
        and(isImport, inYuan, above(decimal(column), times(fact('trade_amount'), number('0.17')))),
      source: '财关税〔2016〕18号：限值以内按法定应纳税额的70%征收',
      examples: [fires({ ...retailImport, vat: '204.01' }), passes({ ...retailImport, vat: '204' })],
    },
  ),
  hs_short_flag: rowRule(
    'notice',
    '4位商品编码“{value}”只用于简化申报（A），现标志为B，请核对。',
    'The 4-digit code "{value}" is for simplified declaration (A), but the flag is B: check both.',
    {
      columns: ['hs_code'],
      when: (column) => and(equal(flag, text('B')), matches(wellFormed(column), '[0-9]{4}')),
      source: '海关跨境统一版报文规范：A简化申报、B汇总申报',
      examples: [
        fires({ ...retailExport, hs_code: '6109' }),
        passes({ ...retailExport, hs_code: '6109', statistics_flag: 'A' }),
      ],
    },
  ),
  hs_short_import: rowRule(
    'notice',
    '进口商品编码“{value}”不足8位，请填8位或10位编码。',
    'HS code "{value}" of an import has fewer than 8 digits: give 8 or 10.',
    {
      columns: ['hs_code'],
      when: (column) => and(isImport, matches(wellFormed(column), '[0-9]{4}|[0-9]{6}')),
      source: '海关跨境统一版报文规范：进口商品编码10位',
      examples: [
        fires({ ...retailImport, hs_code: '330499' }),
        passes({ ...retailImport, hs_code: '33049900' }),
      ],
    },
  ),
  hs_short_export: rowRule(
    'notice',
    '商品编码“{value}”的位数与监管方式不符（9610简化申报4位，9710、9810简化申报6位），请核对。',
    'The length of HS code "{value}" does not fit the mode (9610 in short 4 digits, 9710 and 9810 6): check it.',
    {
      columns: ['hs_code'],
      when: (column) => {
        const b2b = oneOf(code('customs_mode'), ['9710', '9810']);
        const retail = oneOf(code('customs_mode'), ['9610', '1210']);
        return and(
          isExport,
          or(
            and(b2b, matches(wellFormed(column), '[0-9]{4}')),
            and(retail, matches(wellFormed(column), '[0-9]{6}')),
          ),
        );
      },
      source: '综合试验区简化申报：9610按4位、9710和9810按6位编码',
      examples: [
        fires({ ...retailExport, hs_code: '610910' }),
        fires({ hs_code: '6109' }),
        passes({ hs_code: '610910' }),
      ],
    },
  ),
} as const satisfies Record<string, RowRule>;
