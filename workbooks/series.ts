import type { Writable } from 'node:stream';
import type { Message } from '../catalogue/refusal.ts';
import { type Cell, columnLetters, type Look, type Workbook, writeWorkbook } from '../engine/workbook.ts';
import { looks } from './looks.ts';

/** An answer to be written as a workbook: its rows as texts, in the order of the columns, null where there is nothing. */
export interface SeriesSheet {
  readonly title: Message;
  readonly facts: readonly (Message & { readonly value: string })[];
  readonly notes: readonly Message[];
  readonly columns: readonly string[];
  /** Of the values. */
  readonly decimals: number;
  readonly rows: AsyncIterable<readonly (string | null)[]>;
}

/** A spreadsheet keeps so many digits of a number. */
const exactDigits = 15;
/** Under Excel's 1,048,576, headers apart. */
const rowsOfSheet = 1_000_000;

const columnNames: Readonly<Record<string, Message>> = {
  indicator: { zh: '指标', en: 'Indicator' },
  park: { zh: '园区', en: 'Park' },
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  partner: { zh: '伙伴国家（地区）', en: 'Partner' },
  chapter: { zh: 'HS章', en: 'HS chapter' },
  section: { zh: 'HS类', en: 'HS section' },
  district: { zh: '申报海关', en: 'Customs district' },
  transport: { zh: '运输方式', en: 'Transport mode' },
  kind: { zh: '企业类型', en: 'Kind of tenant' },
  period: { zh: '统计期', en: 'Month' },
  value: { zh: '值', en: 'Value' },
  status: { zh: '状态', en: 'Status' },
  reason: { zh: '无值的原因', en: 'Why there is no value' },
  coverage: { zh: '报送覆盖率', en: 'Reporting coverage' },
  release: { zh: '发布', en: 'Release' },
  value_exact: { zh: '值的准确文本', en: 'The value as exact text' },
};

/** Cover, data, notes. Codes are text cells; a value of more than fifteen digits stands beside its number as text. */
export async function seriesWorkbook(sheet: SeriesSheet, stream: Writable, madeAt: Date): Promise<void> {
  const workbook = writeWorkbook(stream, madeAt);
  await writeCover(workbook, sheet);
  await writeData(workbook, sheet);
  await writeNotes(workbook, sheet);
  await workbook.end();
}

async function writeCover(workbook: Workbook, { title, facts }: SeriesSheet): Promise<void> {
  const cover = workbook.sheet('封面 Cover', { columns: [{ width: 24 }, { width: 100 }], tab: '0F4C9C' });
  await cover.row(1, [{ value: title.zh, look: looks.title }], 26);
  await cover.row(2, [{ value: title.en, look: looks.quiet }]);
  for (const [at, { zh, en, value }] of facts.entries())
    await cover.row(at + 4, [
      { value: `${zh} ${en}`, look: looks.header },
      { value, look: looks.wrapped },
    ]);
  cover.end();
}

async function writeData(workbook: Workbook, { columns, decimals, rows }: SeriesSheet): Promise<void> {
  const headers = [...columns, 'value_exact'];
  const lookOf = columns.map((column) => lookOfColumn(column, decimals));
  const valueAt = columns.indexOf('value');
  const open = (number: number) =>
    workbook.sheet(number === 1 ? '数据 Data' : `数据 Data ${number}`, {
      columns: headers.map((header) => ({ width: widths[header] ?? 14 })),
      frozenRows: 1,
      filter: `A1:${columnLetters(headers.length - 1)}1`,
    });
  let [number, sheet, row] = [1, open(1), 1];
  const header = headers.map((name): Cell => ({ value: name, look: looks.header }));
  await sheet.row(1, header);
  for await (const texts of rows) {
    if (row > rowsOfSheet) {
      sheet.end();
      [number, sheet, row] = [number + 1, open(number + 1), 1];
      await sheet.row(1, header);
    }
    row += 1;
    await sheet.row(row, [...texts.map((text, at) => cellOf(text, lookOf[at])), exactOf(texts[valueAt])]);
  }
  sheet.end();
}

const widths: Readonly<Record<string, number>> = {
  indicator: 24,
  value: 24,
  value_exact: 30,
  mode: 10,
  status: 8,
};
const textLook: Look = looks.text;

/** Numbers have a format; null: the column is text. */
function lookOfColumn(column: string, decimals: number): Look | null {
  if (column === 'coverage') return { format: '0.000000' };
  if (column !== 'value') return null;
  const places = decimals ? `.${'0'.repeat(decimals)}` : '';
  // Ratios are written out; amounts are grouped.
  return { format: decimals > 4 ? `0${places}` : `#,##0${places}` };
}

function cellOf(text: string | null, look: Look | null | undefined): Cell | undefined {
  if (text === null) return undefined;
  return look ? { value: Number(text), look } : { value: text, look: textLook };
}

function exactOf(value: string | null | undefined): Cell | undefined {
  if (value == null || digitsOf(value) <= exactDigits) return undefined;
  return { value, look: textLook };
}

/** Digits that a number must keep: `-0.0120` has two. */
function digitsOf(text: string): number {
  const trimmed = text.includes('.') ? text.replace(/0+$/, '') : text;
  return trimmed.replace(/[-.]/g, '').replace(/^0+/, '').length;
}

async function writeNotes(workbook: Workbook, { columns, notes }: SeriesSheet): Promise<void> {
  const sheet = workbook.sheet('说明 Notes', { columns: [{ width: 60 }, { width: 90 }] });
  await sheet.row(1, [
    { value: '说明', look: looks.header },
    { value: 'Notes', look: looks.header },
  ]);
  const lines = [
    ...[...columns, 'value_exact'].map((column) => ({
      zh: `${column}：${columnNames[column]?.zh ?? ''}`,
      en: `${column}: ${columnNames[column]?.en ?? ''}`,
    })),
    ...notes,
  ];
  for (const [at, { zh, en }] of lines.entries())
    await sheet.row(at + 2, [
      { value: zh, look: looks.wrapped },
      { value: en, look: looks.wrapped },
    ]);
  sheet.end();
}
