import {
  above,
  and,
  below,
  cell,
  code,
  count,
  decimal,
  equal,
  lengthOf,
  matches,
  oneOf,
  or,
  text,
  upper,
  wellFormed,
} from '../expression.ts';
import { retailExport, retailImport } from './good-row.ts';
import { fires, passes, type RowRule, rowRule } from './rule.ts';
import { inYuan, isExport, isImport, limit } from './terms.ts';

const flag = upper(cell('statistics_flag'));
/** Short codes, which are few. */
const isShort = below(lengthOf(wellFormed('hs_code')), count(8));

/** Rules about short HS codes, which only simplified declarations have. */
export const shortCodeRules = {
  low_value_over_limit: rowRule(
    'notice',
    'B2B出口以6位编码简化申报，总价“{value}”元超过5000元，请核对。',
    'A B2B export declared in short with a 6-digit code has "{value}" yuan, above 5,000: check it.',
    {
      needs: isShort,
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
  hs_short_flag: rowRule(
    'notice',
    '4位商品编码“{value}”只用于简化申报（A），现标志为B，请核对。',
    'The 4-digit code "{value}" is for simplified declaration (A), but the flag is B: check both.',
    {
      needs: isShort,
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
      needs: isShort,
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
      needs: isShort,
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
