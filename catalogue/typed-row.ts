import { given, keptText, plain, readCode, readDay, readNumber } from './cells.ts';
import { isChapter } from './codes.ts';
import type { Fact } from './expression.ts';
import { columnName } from './expression-sql.ts';
import { type LineColumn, lineColumns, lineTemplate } from './line-template.ts';
import { add, compare, type Decimal, subtract } from './number.ts';

/** The parts of every column under `columnName`, and the facts: days like `2026-10-31`, decimals as exact text. */
export type TypedRow = Readonly<Record<string, string | null>>;

export interface RowContext {
  /** The day of arrival in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly receivedOn: string;
  /** The month that the sender declares for the file. */
  readonly declaredPeriod: string | null;
}

const wellFormed: Readonly<Partial<Record<string, RegExp>>> = {
  identifier: /^[0-9A-Z]{18}$/,
  hs: /^[0-9]{4}([0-9]{2}){0,3}$/,
  integer: /^[0-9]{1,4}$/,
};

function readValue(column: LineColumn, text: string): string | null {
  const { kind } = lineTemplate[column];
  if (kind === 'decimal') return readNumber(text);
  if (kind === 'day') return readDay(text);
  if (!wellFormed[kind]?.test(text)) return null;
  return kind === 'integer' ? String(Number(text) || '') || null : text;
}

function partsOf(column: LineColumn, text: string | null): Record<string, string | null> {
  const { list, kind } = lineTemplate[column];
  const cell = { [column]: text };
  if (list) return { ...cell, [columnName(column, 'code')]: text === null ? null : readCode(list, text) };
  if (kind === 'text')
    return { ...cell, [columnName(column, 'masked')]: text === null ? null : keptText(text) };
  return { ...cell, [columnName(column, 'value')]: text === null ? null : readValue(column, text) };
}

const most = '9999999999999.99999';

/** Exports FOB, imports with freight and insurance; null when the sum has more digits than a decimal holds. */
function tradeAmount(row: TypedRow): Decimal | null {
  const amount = row[columnName('amount', 'value')];
  if (!amount) return null;
  const terms = row[columnName('trade_terms', 'code')] ?? '';
  const isExport = row[columnName('flow', 'code')] === 'export';
  const charge = (column: LineColumn, included: boolean) => {
    const value = row[columnName(column, 'value')];
    return value && included === isExport ? value : '0';
  };
  const freight = charge('freight', ['1', '2'].includes(terms));
  const insurance = charge('insurance', ['1', '4'].includes(terms));
  const put = isExport ? subtract : add;
  const sums = [put(amount, freight), put(put(amount, freight), insurance)];
  const fits = sums.every((sum) => compare(sum, most) <= 0 && compare(sum, `-${most}`) >= 0);
  return fits ? (sums[1] ?? null) : null;
}

/** How a declaration's number begins: district, year, 1 for imports and 0 for exports. */
function numberStart(row: TypedRow): string | null {
  const district = row[columnName('customs_district', 'code')];
  const declared = row[columnName('declared_on', 'value')];
  const flow = row[columnName('flow', 'code')];
  return district && declared && flow
    ? district + declared.slice(0, 4) + (flow === 'import' ? '1' : '0')
    : null;
}

/** A row of cells as the rules see it. */
export function typeRow(cells: Readonly<Partial<Record<LineColumn, string>>>, context: RowContext): TypedRow {
  const row: Record<string, string | null> = {};
  for (const column of lineColumns) {
    const text = plain(cells[column] ?? '');
    Object.assign(row, partsOf(column, lineTemplate[column].required ? text : given(text)));
  }
  const chapter = row[columnName('hs_code', 'value')]?.slice(0, 2) ?? '';
  const facts: Record<Fact, string | null> = {
    received_on: context.receivedOn,
    declared_period: context.declaredPeriod,
    trade_amount: tradeAmount(row),
    chapter: isChapter(chapter) ? chapter : null,
    number_start: numberStart(row),
  };
  return Object.assign(row, facts);
}
