import { mustFix, notice, type Rule, setAside } from './rule.ts';
import { firesAt, passesAt, row, type ShapeExample, type ShapeSheet, texts } from './shape-example.ts';

export interface ShapeRule extends Rule {
  readonly source: string;
  readonly examples: readonly ShapeExample[];
}

const from = (rule: Rule, source: string, ...examples: readonly ShapeExample[]): ShapeRule => ({
  ...rule,
  source,
  examples,
});

const table: ShapeSheet = { name: '明细', rows: [row()] };
const more: ShapeSheet = { name: '补充', rows: [row({ line_no: '2' })] };
const notes: ShapeSheet = { name: '说明', rows: [texts('由ERP导出')], hasNoTable: true };
/** A workbook of a table and a sheet with what is odd about it. */
const book = (shows: string, other: ShapeSheet, hasMacros = false) => ({
  shows,
  sheets: [table, other],
  hasMacros,
});

/** Rules about a row's place in its file; what they look at is no cell of the template. */
export const shapeRules = {
  row_shape: from(
    mustFix(
      '本行的列数为{value}（实有/应有），请检查分隔符和引号。',
      'This row has {value} cells (found/expected): check separators and quotes.',
    ),
    '行模板：每行列数与表头一致',
    firesAt('行末多出一格', row({}, '1')),
    passesAt('各行列数与表头相同', row()),
  ),
  line_conflict: from(
    mustFix(
      '同一文件中“{value}”出现多次且内容不同，请只保留正确的一行。',
      '"{value}" stands in this file more than once with different content: keep the right row only.',
    ),
    '清单编号与商品序号唯一确定一行',
    firesAt('同一编号和序号有两行，总价不同', row(), row({ amount: '999.00' })),
    passesAt('商品序号不同', row(), row({ line_no: '2' })),
  ),
  nil_form: from(
    mustFix(
      '零申报行的“{column}”为“{value}”，不能成立：月份应写作2026-10，不晚于报送时间并属于本次统计期；监管方式与进出口标志应成对填写或都不填，且本文件中没有其数据。',
      'The nil return has "{value}" in "{column}": give a month of this delivery that has begun, like 2026-10, and a customs mode with its flow, or neither, of which this file has no lines.',
    ),
    '行模板：零申报',
    firesAt('零申报行的放行日期=2026-13', texts('零申报', '', '', '', '', '2026-13')),
    passesAt('零申报行的放行日期=2026-10', texts('零申报', '', '', '', '', '2026-10')),
  ),
  totals_row: from(
    setAside('合计行，不计入。', 'A totals row: not counted.'),
    '行模板：合计行',
    firesAt('首格为“合计”', row(), texts('合计', '1行')),
    passesAt('没有合计行', row()),
  ),
  note_row: from(
    setAside('表格外的说明文字，不计入。', 'Text beside the table: not counted.'),
    '行模板：标题、注释不是数据行',
    {
      fires: true,
      ...book('工作表“补充”的表下写有“制表：报关组”', {
        ...more,
        rows: [...more.rows, texts('制表：报关组')],
      }),
    },
    { fires: false, ...book('表下没有说明', more) },
  ),
  repeated_header: from(
    setAside('重复的表头行，不计入。', 'The header again: not counted.'),
    '行模板：表头不是数据行',
    {
      fires: true,
      ...book('工作表“补充”中表头又出现一次', {
        ...more,
        rows: [...more.rows, 'header', row({ line_no: '3' })],
      }),
    },
    { fires: false, ...book('表头只有一行', more) },
  ),
  exact_duplicate: from(
    setAside('与同一文件中另一行完全相同，只计一次。', 'Same as another row of this file: counted once.'),
    '清单编号与商品序号唯一确定一行',
    firesAt('有两行完全相同', row(), row()),
    passesAt('商品序号不同', row(), row({ line_no: '2' })),
  ),
  sheet_hidden: from(
    notice(
      '隐藏的工作表没有读取（工作表：行数 {value}）。其中有要报送的数据时，请取消隐藏后重新报送。',
      'A hidden sheet was not read (sheet: rows {value}): show it and deliver again if it holds data.',
    ),
    '报送以可见的工作表为准',
    { fires: true, ...book('另有隐藏的工作表“补充”', { ...more, isHidden: true }) },
    { fires: false, ...book('另有可见的工作表“补充”', more) },
  ),
  sheet_without_table: from(
    notice(
      '工作表中没有行模板的表格，没有读取（工作表：行数 {value}）。',
      'A sheet without a table of a template was not read (sheet: rows {value}).',
    ),
    '行模板：按表头识别表格',
    { fires: true, ...book('另有工作表“说明”，没有表格', notes) },
    { fires: false, ...book('另有工作表“补充”，有表格', more) },
  ),
  rows_concealed: from(
    notice(
      '有隐藏的行或列，已一并读取（隐藏行/列：{value}）。请确认它们应当报送。',
      'Hidden rows or columns were read as any other (rows/columns: {value}): make sure that they belong to the report.',
    ),
    '报送的是文件中的全部行',
    { fires: true, ...book('工作表“补充”的第2行隐藏', { ...more, hiddenRows: [2] }) },
    { fires: false, ...book('没有隐藏的行', more) },
  ),
  workbook_macros: from(
    notice(
      '工作簿带有宏，只读取了单元格，宏没有运行。请改存为不带宏的.xlsx。',
      'The workbook has macros; only its cells were read and nothing was run: save it as .xlsx without macros.',
    ),
    '报送文件不应带宏',
    { fires: true, ...book('工作簿带有宏', more, true) },
    { fires: false, ...book('工作簿没有宏', more) },
  ),
} as const satisfies Record<string, ShapeRule>;
