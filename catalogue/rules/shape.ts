import { mustFix, notice, type Rule, setAside } from './rule.ts';

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
  sheet_hidden: from(
    notice(
      '隐藏的工作表没有读取（工作表：行数 {value}）。其中有要报送的数据时，请取消隐藏后重新报送。',
      'A hidden sheet was not read (sheet: rows {value}): show it and deliver again if it holds data.',
    ),
    '报送以可见的工作表为准',
  ),
  sheet_without_table: from(
    notice(
      '工作表中没有行模板的表格，没有读取（工作表：行数 {value}）。',
      'A sheet without a table of a template was not read (sheet: rows {value}).',
    ),
    '行模板：按表头识别表格',
  ),
  rows_concealed: from(
    notice(
      '有隐藏的行或列，已一并读取（隐藏行/列：{value}）。请确认它们应当报送。',
      'Hidden rows or columns were read as any other (rows/columns: {value}): make sure that they belong to the report.',
    ),
    '报送的是文件中的全部行',
  ),
  workbook_macros: from(
    notice(
      '工作簿带有宏，只读取了单元格，宏没有运行。请改存为不带宏的.xlsx。',
      'The workbook has macros; only its cells were read and nothing was run: save it as .xlsx without macros.',
    ),
    '报送文件不应带宏',
  ),
} as const satisfies Record<string, Rule>;
