import { columnOfHeader } from '../catalogue/line-template.ts';
import type { TemplateId } from '../catalogue/templates.ts';
import { type ByteFacts, type Encoding, type FileProblem, inspectBytes, transcode } from './bytes.ts';
import type { Finding, Recognition } from './delivery.ts';
import { placeColumns, rewriteExactly } from './exact-rows.ts';
import { onlyPart, partsOf, partsOfArchive, type TableFile } from './parts.ts';
import type { Format, Part, ReadLimits } from './reader.ts';
import { canonicalLayout, type Layout, recognise } from './recognise.ts';
import { type Claims, type ColumnMap, type Tables, writeTables } from './tables.ts';
import { readText } from './text-part.ts';

/** Text that DuckDB reads: the sender's own where it is regular, else a copy that a reader made. */
export interface Cells {
  readonly path: string;
  readonly layout: Layout;
  readonly needsPlainCells: boolean;
  /** Rows that the reader must find: a line of the file is a row, or the copy's count. */
  readonly rows: number;
  /** A copy: place columns stand before the cells. */
  readonly exact: boolean;
}

/** How a file was understood. */
export interface Understood {
  /** What its rows are: goods lines, or returns and cancellations. */
  readonly relation: 'line' | 'event';
  readonly format: Format;
  readonly encoding: Encoding | null;
  readonly template: TemplateId;
  readonly cells: Cells;
  readonly ignoredColumns: readonly string[];
  readonly recognition: Omit<Recognition, 'tenantFrom'>;
  readonly claims: Claims;
  readonly totals: Tables['totals'];
  /** What was seen of the file's parts, besides its rows. */
  readonly notices: readonly Finding[];
  /** Text outside of the rows, or unread cells, hold persons' numbers. */
  readonly personal: boolean;
}

export const noClaims: Claims = { usccs: [], names: [], periods: [], amountUnit: null };

export interface Incoming extends TableFile {
  readonly columnMap: ColumnMap | null;
}

/** Has a file read by the reader of its kind. */
export async function understand(
  format: Exclude<Format, 'ceb'>,
  incoming: Incoming,
): Promise<FileProblem | Understood> {
  if (format === 'csv') return understandText(incoming);
  if (format === 'zip') return understandTables(partsOfArchive(incoming), 'zip', incoming);
  const parts = await partsOf(format, incoming);
  if ('id' in parts) return parts;
  const tables = await understandTables(parts, format, incoming);
  const isBare = format === 'html' && 'id' in tables && tables.id === 'empty_file';
  return isBare ? { id: 'not_text', value: '没有表格的网页 / web page without a table' } : tables;
}

/** A line may take so many times its bytes in UTF-8. */
const longestGrown = 4;

/** Text with the line template's header at its top is read as it is; any other is searched for its table. */
async function understandText(incoming: Incoming): Promise<FileProblem | Understood> {
  const { path, bytes, copy, limits } = incoming;
  const facts = await inspectBytes(path, bytes, limits.maxLineBytes);
  if ('id' in facts) return facts;
  const isUtf8 = facts.encoding.startsWith('utf-8');
  const problem = isUtf8 ? undefined : await transcode(path, facts.encoding, copy);
  if (problem) return problem;
  const text = isUtf8 ? path : copy;
  // What a file in another encoding holds shows in its copy only; to look costs less than to make every cell plain.
  const seen = isUtf8 ? facts : await inspectBytes(text, bytes, longestGrown * limits.maxLineBytes);
  if ('id' in seen) return seen;
  const recognised = incoming.columnMap ? nothingKnown : await recognise(text);
  if ('layout' in recognised) return ofLayout(recognised, text, seen, facts.encoding, incoming);
  if (recognised.id !== 'header_missing_column') return recognised;
  const tables = await understandTables(onlyPart(text, limits), 'csv', incoming);
  if (!('id' in tables)) return { ...tables, encoding: facts.encoding };
  const isFound = tables.id !== 'header_missing_column' && tables.id !== 'no_table';
  return isFound || incoming.columnMap ? tables : recognised;
}

/** With column names of their own, files are searched for them. */
const nothingKnown: FileProblem = { id: 'header_missing_column', value: '' };

type Recognised = Exclude<Awaited<ReturnType<typeof recognise>>, FileProblem>;

async function ofLayout(
  { layout, sample }: Recognised,
  text: string,
  seen: ByteFacts,
  encoding: Encoding,
  { copy, limits }: Incoming,
): Promise<FileProblem | Understood> {
  const cells = await cellsOf(text, layout, seen, `${copy}.exact`, limits.maxLineBytes);
  if ('id' in cells) return cells;
  return {
    relation: 'line',
    format: 'csv',
    encoding,
    template: 'line',
    cells,
    ignoredColumns: layout.header.filter((_, at) => layout.columns[at] === null),
    recognition: { sample, parts: [], skipped: [] },
    claims: noClaims,
    totals: [],
    notices: [],
    personal: false,
  };
}

async function cellsOf(
  path: string,
  layout: Layout,
  { blankLines, needsPlainCells, lines }: ByteFacts,
  exactPath: string,
  maxLineBytes: number,
): Promise<FileProblem | Cells> {
  if (!blankLines) return { path, layout, needsPlainCells, rows: lines - 1, exact: false };
  const copied = await rewriteExactly(path, layout, exactPath, maxLineBytes);
  if ('id' in copied) return copied;
  return { path: exactPath, layout, needsPlainCells: true, rows: copied.rows, exact: true };
}

async function understandTables(
  parts: AsyncIterable<Part>,
  format: Format,
  { copy, columnMap, limits }: Incoming,
): Promise<FileProblem | Understood> {
  const path = `${copy}.tables`;
  const tables = await writeTables(parts, { columnMap, limits }, path);
  if ('id' in tables) return tables;
  const { template, ignoredColumns, sample, claims, totals, personal, skippedParts } = tables;
  return {
    relation: template === 'event' ? 'event' : 'line',
    format,
    encoding: null,
    template,
    cells: canonicalCells(path, tables.rows),
    ignoredColumns,
    recognition: {
      sample,
      parts: tables.parts,
      skipped: skippedParts.map(({ part, why, rows }) => `${part ?? ''}:${why}:${rows}`),
    },
    claims,
    totals,
    notices: noticesOf(tables, 'hasMacros' in parts && parts.hasMacros === true),
    personal,
  };
}

const unplaced = { class: 'notice', row: null, period: null, column_name: null, subject: '' } as const;

function noticesOf({ skippedParts, concealed }: Tables, hasMacros: boolean): Finding[] {
  return [
    ...skippedParts.map(
      ({ part, rows, why }): Finding => ({
        ...unplaced,
        rule: why === 'hidden' ? 'sheet_hidden' : 'sheet_without_table',
        part,
        value: `${part ?? ''}: ${rows}`.slice(0, 80),
      }),
    ),
    ...concealed.map(
      ({ part, rows, columns }): Finding => ({
        ...unplaced,
        rule: 'rows_concealed',
        part,
        value: `${rows}/${columns}`,
      }),
    ),
    ...(hasMacros ? [{ ...unplaced, rule: 'workbook_macros', part: null, value: null } as const] : []),
  ];
}

/** A copy in our own form. */
export function canonicalCells(path: string, rows: number): Cells {
  return { path, layout: canonicalLayout, needsPlainCells: true, rows, exact: true };
}

/** A copy of an earlier version may lack columns that the template has now. */
function copyLayout(cells: readonly string[]): Layout {
  const header = cells.slice(placeColumns.length);
  return { ...canonicalLayout, header, columns: header.map((name) => columnOfHeader(name) ?? null) };
}

/** A canonical copy that rests in the place of the bytes. */
export async function understandCopy(path: string, limits: ReadLimits): Promise<Understood> {
  let header: readonly string[] | undefined;
  let rows = 0;
  for await (const { cells } of readText(path, canonicalLayout.delimiter, limits).rows) {
    header ??= cells;
    rows += 1;
  }
  const isEvent = header?.includes('event_on') ?? false;
  return {
    relation: isEvent ? 'event' : 'line',
    format: 'csv',
    encoding: null,
    template: isEvent ? 'event' : 'line',
    cells: isEvent
      ? canonicalCells(path, rows - 1)
      : { ...canonicalCells(path, rows - 1), layout: copyLayout(header ?? []) },
    ignoredColumns: [],
    recognition: { sample: [], parts: [], skipped: [] },
    claims: noClaims,
    totals: [],
    notices: [],
    personal: false,
  };
}
