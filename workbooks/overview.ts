import { lineTemplate } from '../catalogue/line-template.ts';
import { type Cell, cellAddress, type Workbook } from '../engine/workbook.ts';
import { type Annotated, type AnnotatedFinding, overviewSheets } from './delivery.ts';
import { looks } from './looks.ts';
import { type Grouped, marks } from './marks.ts';

type Names = ReadonlyMap<string | null, string>;

/** The first two sheets: how the delivery stands, its findings by cause, and each finding with the way to its cell. */
export async function writeOverview(
  workbook: Workbook,
  annotated: Annotated,
  groups: readonly Grouped[],
  names: Names,
): Promise<void> {
  await writeResult(workbook, annotated, groups, names);
  if (annotated.findings.length > 0) await writeList(workbook, groups, names);
}

async function writeResult(
  workbook: Workbook,
  annotated: Annotated,
  groups: readonly Grouped[],
  names: Names,
): Promise<void> {
  const sheet = workbook.sheet(overviewSheets[0], {
    columns: [18, 22, 10, 10, 52, 52, 20].map((width) => ({ width })),
    landscape: true,
  });
  const { counts } = annotated;
  const sum = `${counts.rows_read} = ${counts.accepted} + ${counts.rejected} + ${counts.set_aside}`;
  const facts: readonly (readonly [string, string])[] = [
    ['文件 File', annotated.fileName],
    ['企业 Tenant', annotated.tenant],
    ['收到 Received', annotated.receivedAt],
    ['SHA-256', annotated.sha256],
    ['读入 = 接受 + 驳回 + 不计', `${sum}  (read = accepted + rejected + set aside)`],
  ];
  await sheet.row(1, [{ value: '审核结果 Result of the check', look: looks.title }], 26);
  let row = 2;
  for (const [name, value] of facts)
    await sheet.row(++row, [
      { value: name, look: looks.quiet },
      { value, look: looks.text },
    ]);
  row += 2;
  const heading = groups.length ? '按原因归类 By cause' : '没有发现问题。 Nothing was found.';
  await sheet.row(row, [{ value: heading, look: looks.section }], 20);
  if (groups.length) await sheet.row(++row, heads(groupHeads));
  for (const group of groups) await sheet.row(++row, groupCells(group, names), 44);
  sheet.end();
}

const groupHeads = [
  '类别 Class',
  '列 Column',
  '处 Count',
  '待处理 Open',
  '说明',
  'What to do',
  '第一处 First',
];
const listHeads = ['类别 Class', '位置 Place', '列 Column', '值 Value', '说明', 'What to do'];

const heads = (names: readonly string[]): Cell[] => names.map((value) => ({ value, look: looks.header }));

function groupCells({ class: kind, column, findings }: Grouped, names: Names): (Cell | undefined)[] {
  const open = findings.filter(({ confirmed }) => !confirmed).length;
  const [first] = findings;
  return [
    { value: `${marks[kind].zh} ${marks[kind].en}`, look: marks[kind].look },
    { value: columnName(column), look: looks.wrapped },
    { value: findings.length, look: looks.count },
    { value: kind === 'set_aside' || kind === 'notice' ? 0 : open, look: looks.count },
    { value: first?.message.zh ?? '', look: looks.wrapped },
    { value: first?.message.en ?? '', look: looks.wrapped },
    first && placeCell(first, names, true),
  ];
}

/** More links than this on one sheet are more than Excel opens. */
const mostLinks = 60_000;

async function writeList(workbook: Workbook, groups: readonly Grouped[], names: Names): Promise<void> {
  const sheet = workbook.sheet(overviewSheets[1], {
    columns: [18, 22, 22, 28, 64, 64].map((width) => ({ width })),
    frozenRows: 1,
    filter: 'A1:F1',
    landscape: true,
  });
  await sheet.row(1, heads(listHeads));
  let row = 1;
  for (const { class: kind, column, findings } of groups) {
    for (const finding of findings) {
      row += 1;
      await sheet.row(row, [
        { value: `${marks[kind].zh} ${marks[kind].en}`, look: marks[kind].look },
        placeCell(finding, names, row <= mostLinks),
        { value: columnName(column), look: looks.plain },
        { value: finding.value ?? '', look: looks.plain },
        { value: finding.message.zh, look: looks.wrapped },
        { value: finding.message.en, look: looks.wrapped },
      ]);
    }
  }
  sheet.end();
}

/** Where a finding is: a row of a sheet with a link to it, a month, or the file as a whole. */
function placeCell({ part, row, period }: AnnotatedFinding, names: Names, linked: boolean): Cell {
  const sheet = names.get(part);
  if (row === null) return { value: period ?? '整个文件 the file', look: looks.plain };
  const value = part === null ? `第${row}行 row ${row}` : `${part} · ${row}`;
  if (!sheet || !linked) return { value, look: looks.plain };
  return { value, look: looks.link, link: { sheet, cell: cellAddress(0, row) } };
}

function columnName(column: string | null): string {
  if (column === null) return '';
  return (lineTemplate as Readonly<Record<string, { zh: string } | undefined>>)[column]?.zh ?? column;
}
