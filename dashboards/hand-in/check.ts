import type { RowFinding } from '../../catalogue/judge-row.ts';
import { type LineColumn, lineColumns } from '../../catalogue/line-template.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { fileRefusalMessage } from '../../catalogue/rules.ts';
import { columnLabel, type Template, type TemplateId } from '../../catalogue/templates.ts';
import { decoded, encodingOf, type TextEncoding } from './decode.ts';
import { type FileLayout, findHeader, headCharacters, personalHeaders } from './layout.ts';
import { recordReader } from './records.ts';
import { specialOf } from './special.ts';

/** The check of a delimited file before it leaves the machine. */
export interface CheckContext {
  readonly receivedOn: string;
  readonly declaredPeriod: string | null;
}

export type JudgeRow = (
  cells: Readonly<Partial<Record<LineColumn, string>>>,
  context: CheckContext,
) => readonly RowFinding[];

export interface LocalFinding extends RowFinding {
  readonly row: number;
}

export interface Check {
  readonly layout: FileLayout;
  readonly template: TemplateId;
  readonly rows: number;
  readonly months: readonly string[];
  readonly sample: readonly { readonly header: string; readonly column: string; readonly value: string }[];
  readonly findings: readonly LocalFinding[];
  /** Cells of rows with a finding, by row; those of columns that are not read are left out. */
  readonly cells: Readonly<Record<number, readonly string[]>>;
}

export type Checked =
  | { readonly kind: 'checked'; readonly check: Check }
  /** Refused here: nothing has left the machine. */
  | { readonly kind: 'refused'; readonly message: Message }
  /** Only the server can read it. */
  | { readonly kind: 'unread' };

const longestRecord = 1 << 22;

export async function checkFile(
  file: Blob,
  judge: JudgeRow,
  context: CheckContext,
  progress: (share: number) => void,
): Promise<Checked> {
  if (file.size === 0) return { kind: 'refused', message: fileRefusalMessage('empty_file', '') };
  const encoding = await encodingOf(file);
  if (encoding === null) return { kind: 'unread' };
  const head = await headText(file, encoding);
  const personal = personalHeaders(head);
  if (personal) return { kind: 'refused', message: fileRefusalMessage('personal_data', personal) };
  const found = findHeader(head);
  if (!found) return { kind: 'unread' };
  return judgeRows(file, { ...found.layout, encoding }, found.template, judge, context, progress);
}

async function headText(file: Blob, encoding: TextEncoding): Promise<string> {
  let head = '';
  for await (const { text } of decoded(file.slice(0, headCharacters * 2), encoding)) head += text;
  return head;
}

async function judgeRows(
  file: Blob,
  layout: FileLayout,
  template: Template,
  judge: JudgeRow,
  context: CheckContext,
  progress: (share: number) => void,
): Promise<Checked> {
  const judging = startJudging(layout, template, judge, context);
  const reader = recordReader(layout.delimiter);
  let number = 0;
  const take = (records: readonly string[][]) => {
    for (const cells of records) {
      number += 1;
      if (number > layout.headerRow) judging.take(number, cells);
    }
  };
  for await (const { text, share } of decoded(file, layout.encoding)) {
    take(reader.read(text));
    progress(share);
    if (reader.waiting() > longestRecord)
      return { kind: 'refused', message: fileRefusalMessage('quote_open', String(number + 1)) };
  }
  take(reader.end());
  const check = judging.end();
  if (check.rows === 0) return { kind: 'refused', message: fileRefusalMessage('no_rows', '') };
  return { kind: 'checked', check };
}

/** Details are kept of this many rows with findings; the server tells of all of them. */
const keptRows = 5000;

function startJudging(layout: FileLayout, template: Template, judge: JudgeRow, context: CheckContext) {
  const { columns, header } = layout;
  const places = new Map(columns.flatMap((column, at) => (column === null ? [] : [[column, at] as const])));
  const findings: LocalFinding[] = [];
  const kept: Record<number, readonly string[]> = {};
  const months = new Set<string>();
  let [rows, keptCount] = [0, 0];
  let sample: Check['sample'] = [];
  const releasedAt = places.get('released_on');
  const isLine = template.id !== 'event';
  return {
    take: (row: number, cells: readonly string[]) => {
      if (cells.every((cell) => cell.trim() === '')) return;
      rows += 1;
      if (rows === 1) sample = sampleOf(cells, layout, template);
      const month = /^(20\d\d)[-/.年]?(0[1-9]|1[0-2]|[1-9](?=\D))/.exec(
        cells[releasedAt ?? -1]?.trim() ?? '',
      );
      if (month) months.add(`${month[1]}-${(month[2] ?? '').padStart(2, '0')}`);
      const special = specialOf(cells, header, columns);
      if (!isLine && special === null) return;
      const found = special ?? judge(lineOf(cells, places, template), context);
      for (const finding of found) findings.push({ row, ...finding });
      if (found.length === 0 || keptCount >= keptRows) return;
      keptCount += 1;
      kept[row] = readCells(cells, columns);
    },
    end: (): Check => ({
      layout: { ...layout, header: header.map((cell) => cell.trim()) },
      template: template.id,
      rows,
      months: [...months].sort(),
      sample,
      findings,
      cells: kept,
    }),
  };
}

/** Cells under a column that is read; the others are nobody's business. */
function readCells(cells: readonly string[], columns: FileLayout['columns']): string[] {
  return columns.map((column, at) => (column === null ? '' : (cells[at] ?? '')));
}

function lineOf(
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  { constants, constantsFor }: Template,
): Record<LineColumn, string> {
  const line = Object.fromEntries(
    lineColumns.map((column) => [column, cells[places.get(column) ?? -1]?.trim() ?? '']),
  ) as Record<LineColumn, string>;
  if (constantsFor && !constantsFor.texts.has(line[constantsFor.column as LineColumn])) return line;
  for (const [column, value] of Object.entries(constants)) line[column as LineColumn] ||= value;
  return line;
}

const sampled = ['declaration_no', 'customs_mode', 'released_on', 'goods_name', 'amount', 'quantity'];

function sampleOf(
  cells: readonly string[],
  { columns, header }: FileLayout,
  template: Template,
): Check['sample'] {
  return sampled
    .map((column) => columns.indexOf(column))
    .filter((at) => at >= 0 && cells[at]?.trim())
    .slice(0, 3)
    .map((at) => ({
      header: header[at]?.trim() ?? '',
      column: columnLabel(template, columns[at] as string),
      value: cells[at]?.trim() ?? '',
    }));
}

/** The cells of some rows of a file, for findings that only the server has. */
export async function cellsOf(
  file: Blob,
  layout: FileLayout,
  rows: ReadonlySet<number>,
): Promise<Record<number, readonly string[]>> {
  const reader = recordReader(layout.delimiter);
  const found: Record<number, readonly string[]> = {};
  let number = 0;
  const take = (records: readonly string[][]) => {
    for (const cells of records) {
      number += 1;
      if (rows.has(number)) found[number] = readCells(cells, layout.columns);
    }
  };
  for await (const { text } of decoded(file, layout.encoding)) take(reader.read(text));
  take(reader.end());
  return found;
}
