import { open } from 'node:fs/promises';
import {
  columnOfHeader,
  isPersonalHeader,
  type LineColumn,
  lineColumns,
  lineTemplate,
} from '../catalogue/line-template.ts';
import type { FileProblem } from './bytes.ts';
import type { Recognition } from './delivery.ts';
import { readEnd, readOn, startReading } from './records.ts';

/** How a text file is laid out, decided on its header. Files with the same layout are read together. */
export interface Layout {
  readonly delimiter: string;
  /** A copy under the template's own column names, made by a reader of tables or messages. */
  readonly canonical: boolean;
  /** What the template says in place of a column, the same for every row. */
  readonly constants: Partial<Readonly<Record<LineColumn, string>>>;
  /** Header cells as they stand, and the template column that each names; null = not ours, left unread. */
  readonly header: readonly string[];
  readonly columns: readonly (LineColumn | null)[];
}

/** Columns after the template's in a canonical copy: the row's first cell, and a mark for cells that are not the template's. */
export const canonicalMarks = ['first_cell', 'other_cell'] as const;

export const canonicalLayout: Layout = {
  delimiter: ',',
  canonical: true,
  constants: {},
  header: [...lineColumns, ...canonicalMarks],
  columns: [...lineColumns, ...canonicalMarks.map(() => null)],
};

const delimiters = [',', '\t', ';', '|'] as const;
const headBytes = 1 << 16;

/** Recognises the line template in a UTF-8 file by its header row. */
export async function recognise(path: string): Promise<Recognised | FileProblem> {
  const { text, isWhole } = await headText(path);
  const header = bestHeader(text);
  if (!isWhole && !header.isWhole) return { id: 'line_too_long', value: '1' };
  const columns = header.cells.map((cell) => columnOfHeader(cell) ?? null);
  // A first row that names hardly any column of ours may be no header but somebody's data: told by its place only.
  const personal = header.cells.flatMap((cell, at) =>
    isPersonalHeader(cell) ? [header.known < 3 ? `#${at + 1}` : cell.trim()] : [],
  );
  if (personal.length) return { id: 'personal_data', value: personal.join('、') };
  const missing = lineColumns.filter((name) => lineTemplate[name].required && !columns.includes(name));
  if (missing.length)
    return { id: 'header_missing_column', value: missing.map((name) => lineTemplate[name].zh).join('、') };
  const twice = columns.filter((name, at) => name !== null && columns.indexOf(name) !== at) as LineColumn[];
  if (twice.length)
    return { id: 'header_duplicate_column', value: twice.map((name) => lineTemplate[name].zh).join('、') };
  if (isWhole && !header.isFollowed) return { id: 'no_rows', value: '' };
  const layout = {
    delimiter: header.delimiter,
    canonical: false,
    constants: {},
    header: header.cells,
    columns,
  };
  return { layout, sample: sampleOf(layout, header.next) };
}

export interface Recognised {
  readonly layout: Layout;
  /** Three cells of the first row, for people to see that the file was understood. */
  readonly sample: Recognition['sample'];
}

const sampled: readonly LineColumn[] = ['declaration_no', 'released_on', 'amount'];

function sampleOf({ header, columns }: Layout, cells: readonly string[]): Recognition['sample'] {
  return sampled.flatMap((column) => {
    const at = columns.indexOf(column);
    return at < 0
      ? []
      : [{ column, header: header[at]?.trim() ?? '', value: (cells[at] ?? '').slice(0, 40) }];
  });
}

interface Header {
  readonly delimiter: string;
  readonly cells: readonly string[];
  /** Cells that name a column of ours. */
  readonly known: number;
  readonly isWhole: boolean;
  readonly isFollowed: boolean;
  readonly next: readonly string[];
}

function bestHeader(head: string): Header {
  return delimiters
    .map((delimiter) => firstRecord(head, delimiter))
    .reduce((best, next) => (next.known > best.known ? next : best));
}

/** The first record that is no blank line, read as far as needed to see whether another follows. */
function firstRecord(head: string, delimiter: string): Header {
  const reading = startReading(delimiter);
  const records: string[][] = [];
  const take = (some: string[][]) => records.push(...some.filter((cells) => cells.join() !== ''));
  for (let at = 0; at < head.length && records.length < 2; at += 4096)
    take(readOn(reading, head.slice(at, at + 4096)));
  const isWhole = records.length > 0;
  take(readEnd(reading));
  const cells = records[0] ?? [];
  const known = cells.filter((cell) => columnOfHeader(cell)).length;
  return { delimiter, cells, known, isWhole, isFollowed: records.length > 1, next: records[1] ?? [] };
}

async function headText(path: string): Promise<{ text: string; isWhole: boolean }> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const isWhole = bytesRead < headBytes;
    return { text: new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: !isWhole }), isWhole };
  } finally {
    await handle.close();
  }
}
