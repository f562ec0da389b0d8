import { mustFix, type Rule, setAside } from './rule.ts';

/** Acceptance rules of a row. The predicates stand in `ingest/sql/`; a test holds both lists together. */
export const rowRules = {
  required: mustFix('“{column}”为空，请填写。', '"{column}" is empty: fill it in.'),
  code_unknown: mustFix(
    '“{column}”的值“{value}”不在代码表中，请填代码表中的代码或名称。',
    '"{value}" is not in the code list of "{column}": use a code or name of the list.',
  ),
  code_expired: mustFix(
    '“{column}”的代码“{value}”在申报日期已停用，请改用现行代码。',
    'Code "{value}" of "{column}" was not valid on the day of declaration: use the current code.',
  ),
  mode_flow: mustFix(
    '监管方式与进出口标志的组合“{value}”不存在，请核对。',
    'Customs mode and flow "{value}" do not go together: check both.',
  ),
  identifier_form: mustFix(
    '“{column}”应为18位数字或大写字母，现为“{value}”；请以文本格式重新导出。',
    '"{column}" must be 18 digits or capital letters, found "{value}": export it again as text.',
  ),
  identifier_damaged: mustFix(
    '“{column}”的“{value}”已被表格软件改成数值，末位已丢失，无法还原；请将该列设为文本后重新导出。',
    '"{value}" in "{column}" was turned into a number by a spreadsheet and lost its last digits: set the column to text and export again.',
  ),
  integer_form: mustFix(
    '“{column}”应为1至9999的整数，现为“{value}”。',
    '"{column}" must be a whole number from 1 to 9999, found "{value}".',
  ),
  day_form: mustFix(
    '“{column}”的“{value}”不是可识别的日期，请用2026-10-31这样的写法。',
    '"{value}" in "{column}" is not a date: write it like 2026-10-31.',
  ),
  day_order: mustFix(
    '放行/结关日期“{value}”早于申报日期，请核对。',
    'Release date "{value}" is before the declaration date: check both.',
  ),
  day_future: mustFix(
    '“{column}”的“{value}”晚于报送时间，请核对。',
    '"{value}" in "{column}" is after the day of delivery: check it.',
  ),
  period_mismatch: mustFix(
    '放行/结关日期“{value}”不在本次报送的统计期内，请另行报送所属月份。',
    'Release date "{value}" is outside the period of this delivery: deliver it with its own month.',
  ),
  hs_form: mustFix(
    '商品编码“{value}”应为4、6、8或10位数字；若以0开头，请检查前导零是否丢失。',
    'HS code "{value}" must have 4, 6, 8 or 10 digits: check for a lost leading zero.',
  ),
  hs_chapter: mustFix(
    '商品编码“{value}”的章不存在，请核对。',
    'HS code "{value}" has no such chapter: check it.',
  ),
  number_form: mustFix(
    '“{column}”的“{value}”不是数值（整数最多13位、小数最多5位，不带单位），请改正。',
    '"{value}" in "{column}" is not a number (at most 13 digits before and 5 after the point, no unit): correct it.',
  ),
  not_positive: mustFix('“{column}”应大于0，现为“{value}”。', '"{column}" must be above 0, found "{value}".'),
  negative: mustFix('“{column}”不能为负，现为“{value}”。', '"{column}" cannot be negative, found "{value}".'),
  gross_below_net: mustFix(
    '毛重小于净重“{value}”，请核对。',
    'Gross weight is below net weight "{value}": check both.',
  ),
  value_not_positive: mustFix(
    '总价按成交方式扣除运费、保险费后“{value}”不大于0，请核对。',
    'The amount less freight and insurance "{value}" is not above 0: check them.',
  ),
  flag_unknown: mustFix(
    '“{column}”应为A（简化申报）或B（汇总申报），现为“{value}”。',
    '"{column}" must be A or B, found "{value}".',
  ),
  row_shape: mustFix(
    '本行的列数为{value}（实有/应有），请检查分隔符和引号。',
    'This row has {value} cells (found/expected): check separators and quotes.',
  ),
  line_conflict: mustFix(
    '同一文件中“{value}”出现多次且内容不同，请只保留正确的一行。',
    '"{value}" stands in this file more than once with different content: keep the right row only.',
  ),
  nil_form: mustFix(
    '零申报行的“{column}”为“{value}”，不能成立：月份应写作2026-10，不晚于报送时间并属于本次统计期；监管方式与进出口标志应成对填写或都不填，且本文件中没有其数据。',
    'The nil return has "{value}" in "{column}": give a month of this delivery that has begun, like 2026-10, and a customs mode with its flow, or neither, of which this file has no lines.',
  ),
  totals_row: setAside('合计行，不计入。', 'A totals row: not counted.'),
  exact_duplicate: setAside(
    '与同一文件中另一行完全相同，只计一次。',
    'Same as another row of this file: counted once.',
  ),
} as const satisfies Record<string, Rule>;
