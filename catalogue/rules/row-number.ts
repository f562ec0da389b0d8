import {
  above,
  and,
  asText,
  atMost,
  below,
  cell,
  concat,
  decimal,
  fact,
  isGiven,
  isNull,
  matches,
  number,
  or,
  text,
  wellFormed,
} from '../expression.ts';
import { type LineColumn, lineColumns, lineTemplate } from '../line-template.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';

const decimals = lineColumns.filter((column) => lineTemplate[column].kind === 'decimal');
const positive: readonly LineColumn[] = ['quantity', 'gross_kg', 'net_kg', 'amount'];

/** Amount, weight or quantity with a unit word or a sign of money. */
const unitWord =
  '人民币|美元|欧元|日元|港元|元|圆|千克|公斤|克|吨|斤|[kK][gG]|[gG]|[tT]|[cC][nN][yY]|[rR][mM][bB]|[uU][sS][dD]|[eE][uU][rR]|[jJ][pP][yY]|件|个|只|台|套|双|盒|瓶';
const numeral = '-?[0-9][0-9,.]* ?';
const withUnit = `${numeral}([百千万亿] ?(${unitWord})?|${unitWord})|[$¥￥€£] ?${numeral}([百千万亿])?(${unitWord})?`;
/** The headings 0101 to 0910 without their leading zero, with 0, 2, 4 or 6 digits more. */
const withoutZero =
  '(10[1-6]|2(0[1-9]|10)|30[1-9]|4(0[1-9]|10)|5(0[1-9]|1[01])|60[1-4]|7(0[1-9]|1[0-4])|8(0[1-9]|1[0-4])|9(0[1-9]|10))([0-9]{2}){0,3}';

/** Rules that reject a row for an HS code or a number, in the order in which they are asked. */
export const numberRules = {
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
      when: () => isNull(fact('chapter')),
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
} as const satisfies Record<string, RowRule>;
