import { mustFix, type Rule, setAside } from './rule.ts';

const from = (rule: Rule, source: string): Rule & { readonly source: string } => ({ ...rule, source });

/** Rules about a row's place in its file; what they look at is no cell of the template. */
export const shapeRules = {
  row_shape: from(
    mustFix(
      '本行的列数为{value}（实有/应有），请检查分隔符和引号。',
      'This row has {value} cells (found/expected): check separators and quotes.',
    ),
    '行模板：每行列数与表头一致',
  ),
  line_conflict: from(
    mustFix(
      '同一文件中“{value}”出现多次且内容不同，请只保留正确的一行。',
      '"{value}" stands in this file more than once with different content: keep the right row only.',
    ),
    '清单编号与商品序号唯一确定一行',
  ),
  nil_form: from(
    mustFix(
      '零申报行的“{column}”为“{value}”，不能成立：月份应写作2026-10，不晚于报送时间并属于本次统计期；监管方式与进出口标志应成对填写或都不填，且本文件中没有其数据。',
      'The nil return has "{value}" in "{column}": give a month of this delivery that has begun, like 2026-10, and a customs mode with its flow, or neither, of which this file has no lines.',
    ),
    '行模板：零申报',
  ),
  totals_row: from(setAside('合计行，不计入。', 'A totals row: not counted.'), '行模板：合计行'),
  note_row: from(
    setAside('表格外的说明文字，不计入。', 'Text beside the table: not counted.'),
    '行模板：标题、注释不是数据行',
  ),
  repeated_header: from(
    setAside('重复的表头行，不计入。', 'The header again: not counted.'),
    '行模板：表头不是数据行',
  ),
  exact_duplicate: from(
    setAside('与同一文件中另一行完全相同，只计一次。', 'Same as another row of this file: counted once.'),
    '清单编号与商品序号唯一确定一行',
  ),
} as const satisfies Record<string, Rule>;
