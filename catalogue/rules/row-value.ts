import {
  above,
  and,
  atMost,
  cell,
  code,
  decimal,
  equal,
  fact,
  isGiven,
  matches,
  number,
  text,
  times,
  unequal,
} from '../expression.ts';
import { retailExport, retailImport } from './good-row.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';
import { inYuan, isExport, isImport, isSecondLine, limit } from './terms.ts';

/** Rules about partner, currency, amounts and taxes. */
export const valueRules = {
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
      when: (column) => and(isImport, isSecondLine, inYuan, above(decimal(column), limit)),
      source: '财关税〔2018〕49号：单次交易限值5000元',
      examples: [fires({ ...retailImport, amount: '5000.01' }), passes({ ...retailImport, amount: '5000' })],
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
} as const satisfies Record<string, RowRule>;
