import { open } from 'node:fs/promises';
import {
  columnOfHeader,
  isPersonalHeader,
  type LineColumn,
  lineColumns,
  lineTemplate,
} from '../catalogue/line-template.ts';
import { parseHead } from '../engine/delimited.ts';
import type { FileProblem } from './bytes.ts';

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
  const head = await headText(path);
  const header = bestHeader(head);
  const columns = header.cells.map((cell) => columnOfHeader(cell) ?? null);
  const personal = header.cells.filter(isPersonalHeader);
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

function bestHeader(head: string): { delimiter: string; cells: string[]; only: boolean } {
  const candidates = delimiters.map((delimiter) => {
    const rows = parseHead(head, delimiter, 3);
    const cells = (rows[0] ?? []).map((cell) => cell.replace(/^\ufeff/, ''));
    return {
      delimiter,
      cells,
      only: rows.length < 2,
      known: cells.filter((cell) => columnOfHeader(cell)).length,
    };
  });
  return candidates.reduce((best, next) => (next.known > best.known ? next : best));
}

async function headText(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: bytesRead === headBytes });
  } finally {
    await handle.close();
  }
}
