import { open } from 'node:fs/promises';
import {
  columnOfHeader,
  isPersonalHeader,
  type LineColumn,
  lineColumns,
  lineTemplate,
} from '../catalogue/line-template.ts';
import type { FileProblem } from './bytes.ts';
import { readEnd, readOn, startReading } from './records.ts';

/** How a text file is laid out, decided on its header. Files with the same layout are read together. */
export interface Layout {
  readonly delimiter: string;
  /** Header cells as they stand, and the template column that each names; null = not ours, left unread. */
  readonly header: readonly string[];
  readonly columns: readonly (LineColumn | null)[];
}

const delimiters = [',', '\t', ';', '|'] as const;
const headBytes = 1 << 16;

/** Recognises the line template in a UTF-8 file by its header row. */
export async function recognise(path: string): Promise<Layout | FileProblem> {
  const { text, isWhole } = await headText(path);
  const header = bestHeader(text);
  if (header.only && !isWhole) return { id: 'line_too_long', value: '1' };
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
  if (header.only) return { id: 'no_rows', value: '' };
  return { delimiter: header.delimiter, header: header.cells, columns };
}

function bestHeader(head: string): { delimiter: string; cells: string[]; only: boolean; known: number } {
  const candidates = delimiters.map((delimiter) => {
    const rows = firstRows(head, delimiter);
    const cells = rows[0] ?? [];
    return {
      delimiter,
      cells,
      only: rows.length < 2,
      known: cells.filter((cell) => columnOfHeader(cell)).length,
    };
  });
  return candidates.reduce((best, next) => (next.known > best.known ? next : best));
}

/** The first two records that are not blank: the header, and whether anything follows. */
function firstRows(head: string, delimiter: string): string[][] {
  const reading = startReading(delimiter);
  const rows: string[][] = [];
  for (let at = 0; at < head.length && rows.length < 2; at += 4096)
    rows.push(
      ...readOn(reading, head.slice(at, at + 4096)).filter((cells) => cells.some((cell) => cell !== '')),
    );
  return rows.length < 2 ? [...rows, ...readEnd(reading)] : rows;
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
