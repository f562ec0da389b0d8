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
