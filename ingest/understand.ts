import type { TemplateId } from '../catalogue/templates.ts';
import { type ByteFacts, type Encoding, type FileProblem, inspectBytes, transcode } from './bytes.ts';
import type { Recognition } from './delivery.ts';
import { rewriteExactly } from './exact-rows.ts';
import type { Format, ReadLimits } from './reader.ts';
import { type Layout, recognise } from './recognise.ts';
import type { Claims, ColumnMap, Tables } from './tables.ts';

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
  readonly format: Format;
  readonly encoding: Encoding | null;
  readonly template: TemplateId;
  readonly cells: Cells;
  readonly ignoredColumns: readonly string[];
  readonly recognition: Omit<Recognition, 'tenantFrom'>;
  readonly claims: Claims;
  readonly totals: Tables['totals'];
}

export const noClaims: Claims = { usccs: [], names: [], periods: [], amountUnit: null };

export interface Incoming {
  /** The bytes, in a temporary place. */
  readonly path: string;
  readonly bytes: number;
  /** Begins the names of the copies that readers make. */
  readonly copy: string;
  readonly limits: ReadLimits;
  readonly columnMap: ColumnMap | null;
}

/** Decides what a file is, by its bytes, and has it read by the reader of its kind. */
export async function understand(incoming: Incoming): Promise<FileProblem | Understood> {
  return understandText(incoming);
}

async function understandText({ path, bytes, copy, limits }: Incoming): Promise<FileProblem | Understood> {
  const facts = await inspectBytes(path, bytes, limits.maxLineBytes);
  if ('id' in facts) return facts;
  const isUtf8 = facts.encoding.startsWith('utf-8');
  const problem = isUtf8 ? undefined : await transcode(path, facts.encoding, copy);
  if (problem) return problem;
  const text = isUtf8 ? path : copy;
  // What a UTF-16 file holds shows in its copy only.
  const seen = facts.encoding.startsWith('utf-16')
    ? await inspectBytes(text, bytes, limits.maxLineBytes)
    : facts;
  if ('id' in seen) return seen;
  const recognised = await recognise(text);
  if ('id' in recognised) return recognised;
  const { layout, sample } = recognised;
  const cells = await cellsOf(text, layout, seen, `${copy}.exact`, limits.maxLineBytes);
  if ('id' in cells) return cells;
  return {
    format: 'csv',
    encoding: facts.encoding,
    template: 'line',
    cells,
    ignoredColumns: layout.header.filter((_, at) => layout.columns[at] === null),
    recognition: { sample, parts: [], skipped: [] },
    claims: noClaims,
    totals: [],
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
