import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { total } from '../../catalogue/mode.ts';
import { toPoint } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { reasons, statuses } from '../../catalogue/status.ts';
import {
  type Cell,
  type Column,
  columnLetters,
  type Look,
  type Workbook,
  writeWorkbook,
} from '../../engine/workbook.ts';
import { isNumber, type Report, type Table, type TableCell, type TableRow } from '../content.ts';
import { columnName, labelOf, labels, numberedBlocks, plainText, rowName, signsOf } from '../layout.ts';
import { type Language, type NumberRef, nameOfRef, writeNumber } from '../number-ref.ts';
import { repacked } from './archive.ts';
import { numbering, numbersOf } from './numbers.ts';

const text = {
  cover: { zh: '封面', en: 'Cover' },
  sheet: { zh: '工作表', en: 'Sheet' },
  table: { zh: '表名', en: 'Table' },
  notes: { zh: '说明', en: 'Notes' },
  index: { zh: '数字索引', en: 'Numbers' },
  indexTitle: { zh: '报告中每个数字的出处', en: 'Where each number of the report comes from' },
  status: { zh: '状态', en: 'Status' },
  back: { zh: '返回封面', en: 'Back to the cover' },
} as const satisfies Record<string, Message>;

const indexHead: readonly Message[] = [
  { zh: '编号', en: 'Name' },
  { zh: '文中写法', en: 'As written' },
  { zh: '观测值', en: 'Observation' },
  { zh: '指标', en: 'Indicator' },
  { zh: '变换', en: 'Transform' },
  { zh: '园区', en: 'Park' },
  { zh: '监管方式', en: 'Mode' },
  { zh: '进出口', en: 'Flow' },
  { zh: '伙伴', en: 'Partner' },
  { zh: 'HS章', en: 'Chapter' },
  { zh: '其他分组', en: 'Other breakdown' },
  { zh: '统计期', en: 'Period' },
  { zh: '完整数值', en: 'Full value' },
  { zh: '状态', en: 'Status' },
  { zh: '发布', en: 'Release' },
];

const title: Look = { bold: true, size: 16 };
const head: Look = { bold: true, fill: 'E8EFF8', line: 'C9D3DF', wrap: true };
const plain: Look = { wrap: true, top: true };
const link: Look = { ink: '0F4C9C' };
const muted: Look = { ink: '57606A', wrap: true, top: true };
const name: Look = {};
const boldName: Look = { bold: true };
const figures = new Map<string, Look>();

/** Numbers of so many decimals, of totals in bold: one look each. */
function figure(decimals: number, bold: boolean): Look {
  const key = `${decimals} ${bold}`;
  const format = decimals > 0 ? `#,##0.${'0'.repeat(decimals)}` : '#,##0';
  const look = figures.get(key) ?? { format, bold };
  figures.set(key, look);
  return look;
}

/**
 * The annex to the report: cover, notes, a sheet for each table with the rounded numbers of the report (as numbers) and their
 * status beside them, and where each number of the text comes from. No merged cells. The same report gives the same bytes.
 */
export async function renderXlsx(report: Report, language: Language): Promise<Buffer> {
  const stream = new PassThrough();
  const whole = buffer(stream);
  const workbook = writeWorkbook(stream, report.publishedAt);
  const numbers = numberedBlocks(report);
  const tables = [
    ...(report.notice?.table.rows.length ? [report.notice.table] : []),
    ...report.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table')),
  ];
  const sheets = tables.map((table) => ({
    table,
    sheet: labelOf(table, numbers, language) || (report.notice?.heading[language] ?? ''),
  }));
  await writeCover(workbook, report, sheets, language);
  await writeNotes(workbook, report, language);
  for (const { table, sheet } of sheets) await writeTable(workbook, sheet, table, language);
  await writeIndex(workbook, report, language);
  await workbook.end();
  return repacked(await whole, report.publishedAt);
}

async function writeCover(
  workbook: Workbook,
  report: Report,
  sheets: readonly { table: Table; sheet: string }[],
  language: Language,
): Promise<void> {
  const sheet = workbook.sheet(text.cover[language], { columns: [{ width: 18 }, { width: 80 }] });
  await sheet.row(1, [{ value: plainText(report.title, language), look: title }], 28);
  let row = 3;
  for (const fact of report.facts)
    await sheet.row(row++, [
      { value: fact.name[language], look: muted },
      { value: plainText(fact.value, language), look: plain },
    ]);
  for (const [at, said] of (report.notice?.paragraphs ?? []).entries())
    await sheet.row(row++, [
      { value: at === 0 ? (report.notice?.heading[language] ?? '') : '', look: muted },
      { value: plainText(said, language), look: plain },
    ]);
  row += 1;
  await sheet.row(row++, [
    { value: text.sheet[language], look: head },
    { value: text.table[language], look: head },
  ]);
  const entry = (target: string, what: string): Cell[] => [
    { value: target, look: link, link: { sheet: target, cell: 'A1' } },
    { value: what },
  ];
  await sheet.row(row++, entry(text.notes[language], labels[language].notes));
  for (const { table, sheet: target } of sheets)
    await sheet.row(row++, entry(target, plainText(table.caption, language)));
  await sheet.row(row, entry(text.index[language], text.indexTitle[language]));
  sheet.end();
}

async function writeNotes(workbook: Workbook, { notes }: Report, language: Language): Promise<void> {
  const sheet = workbook.sheet(text.notes[language], { columns: [{ width: 18 }, { width: 110 }] });
  await sheet.row(1, [{ value: labels[language].notes, look: title }], 28);
  let row = 3;
  for (const { heading, items } of notes)
    for (const [at, item] of items.entries())
      await sheet.row(row++, [
        { value: at === 0 ? heading[language] : '', look: muted },
        { value: plainText(item, language), look: plain },
      ]);
  sheet.end();
}

async function writeTable(workbook: Workbook, name: string, table: Table, language: Language): Promise<void> {
  const columns: Column[] = table.columns.flatMap(({ words }) =>
    words ? [{ width: 17 * words }] : [{ width: 17 }, { width: 6 }],
  );
  const sheet = workbook.sheet(name, {
    columns: [{ width: 44 }, ...columns],
    frozenRows: 3,
    frozenColumns: 1,
    landscape: true,
  });
  await sheet.row(1, [{ value: titleOf(name, table, language), look: title }], 26);
  await sheet.row(2, [
    { value: text.back[language], look: link, link: { sheet: text.cover[language], cell: 'A1' } },
  ]);
  const heads = table.columns.flatMap((column) => [
    columnName(column, language),
    ...(column.words ? [] : [text.status[language]]),
  ]);
  await sheet.row(
    3,
    [table.stub[language], ...heads].map((value) => ({ value, look: head })),
    32,
  );
  let row = 4;
  for (const one of table.rows) await sheet.row(row++, rowCells(one, language));
  row += 1;
  const signs = signsOf(table, language);
  for (const note of [...table.notes.map((one) => plainText(one, language)), ...(signs ? [signs] : [])])
    await sheet.row(row++, [{ value: note, look: { ink: '57606A' } }]);
  sheet.end();
}

/** A sheet named as its table says it once. */
function titleOf(name: string, { caption }: Table, language: Language): string {
  const called = plainText(caption, language);
  return called === name ? name : `${name} ${called}`;
}

function rowCells(row: TableRow, language: Language): Cell[] {
  const bold = row.level === 0;
  const called = '\u3000'.repeat(row.level) + rowName(row, language);
  return [
    { value: called, look: bold ? boldName : name },
    ...row.cells.flatMap((cell) => tableCells(cell, bold, language)),
  ];
}

function tableCells(cell: TableCell, bold: boolean, language: Language): Cell[] {
  return isNumber(cell)
    ? figureCells(cell, bold, language)
    : [{ value: plainText(cell, language), look: plain }];
}

/** The number as the report rounds it, and its status; where there is none, the sign and the reason. */
function figureCells(number: NumberRef, bold: boolean, language: Language): Cell[] {
  const written = writeNumber(number, 'cell', language);
  if (number.value === null) {
    const why = reasons[number.reason ?? 'MISSING'][language];
    return [
      { value: written, note: why },
      { value: number.status, note: statuses[number.status][language] },
    ];
  }
  const value = toPoint(written.replaceAll(',', ''));
  return [{ value, look: figure(number.decimals, bold) }, { value: number.status }];
}

/** `transport=2`; empty for a number that names no such breakdown. */
function furtherOf(number: NumberRef): string {
  const named = (['district', 'transport', 'kind'] as const).find((one) => (number[one] ?? total) !== total);
  return named ? `${named}=${number[named]}` : '';
}

async function writeIndex(workbook: Workbook, report: Report, language: Language): Promise<void> {
  const widths = [9, 16, 58, 20, 10, 8, 10, 10, 9, 9, 14, 10, 20, 8, 12];
  const sheet = workbook.sheet(text.index[language], {
    columns: widths.map((width) => ({ width })),
    frozenRows: 1,
    filter: `A1:${columnLetters(widths.length - 1)}1`,
  });
  await sheet.row(
    1,
    indexHead.map((one) => ({ value: one[language], look: head })),
  );
  const numbers = numbering(language);
  for (const [number, form] of numbersOf(report, language)) numbers.note(number, form);
  for (const [at, { id, written, number }] of numbers.shown.entries()) {
    const { indicator, transform, park, mode, flow, partner, chapter, period, value, status, release } =
      number;
    const cells = [
      id,
      written,
      nameOfRef(number),
      indicator,
      transform,
      park,
      mode,
      flow,
      partner,
      chapter,
      furtherOf(number),
      period,
    ];
    await sheet.row(
      at + 2,
      [...cells, value ?? '', status, release].map((one) => ({ value: one })),
    );
  }
  sheet.end();
}
