import type { Duplex } from 'node:stream';
import Papa from 'papaparse';

/** Delimited text, the only home of papaparse. */
export interface DelimitedRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** All records of a small text; blank lines are left out, numbers are those of the records in the text (header = 1). */
export function parseDelimited(text: string, delimiter = ','): DelimitedRecord[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { delimiter, skipEmptyLines: false });
  return data
    .map((cells, at) => ({ line: at + 1, cells }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
}

/** The first `rows` non-blank records of a text. */
export function parseHead(text: string, delimiter: string, rows: number): string[][] {
  return Papa.parse<string[]>(text, { delimiter, preview: rows, skipEmptyLines: true }).data;
}

/** A stream that takes bytes and yields records, blank lines included as `['']`. */
export function delimitedStream(delimiter: string): Duplex {
  return Papa.parse(Papa.NODE_STREAM_INPUT, {
    delimiter,
    skipEmptyLines: false,
  }) as unknown as Duplex;
}

/** One record as text, every cell quoted when asked. */
export function formatDelimited(
  rows: readonly (readonly (string | null)[])[],
  options: { quotes?: boolean; newline?: string } = {},
): string {
  return Papa.unparse(rows as string[][], {
    quotes: options.quotes ?? false,
    newline: options.newline ?? '\n',
  });
}
