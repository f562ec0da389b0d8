/** Where the reader stands in a text that comes in pieces. */
export interface Reading {
  readonly delimiter: number;
  cells: string[];
  cell: string;
  /** The cell holds more than blanks, outside of quotes: a quote is now part of it. */
  isText: boolean;
  /** Text after a cell's closing quote; undefined while the cell has not been quoted. */
  after: string | undefined;
  inQuotes: boolean;
  /** A line end `\r` has just been read: a `\n` that follows belongs to it. */
  afterReturn: boolean;
  /** Characters of the record that is not complete yet. */
  length: number;
}

export function startReading(delimiter: string): Reading {
  return {
    delimiter: delimiter.charCodeAt(0),
    cells: [],
    cell: '',
    isText: false,
    after: undefined,
    inQuotes: false,
    afterReturn: false,
    length: 0,
  };
}

/**
 * The records that the next piece of a delimited text completes; a blank line is `['']`. Any line end will do, mixed
 * ones too. Blanks around a quoted cell are dropped, as DuckDB does; a quote anywhere else is text, and so is what
 * follows a closing quote.
 */
export function readOn(reading: Reading, text: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const end = endOfPlain(reading, text, at);
    addText(reading, text.slice(at, end));
    if (end === text.length) break;
    at = end + 1;
    const mark = text[end] as string;
    if (mark === '\n' && reading.afterReturn) reading.afterReturn = false;
    else if (mark === '"') readQuote(reading);
    else if (mark === '\n' || mark === '\r') records.push(endRecord(reading, mark));
    else endCell(reading);
  }
  return records;
}

/** The last record, when the text does not end with a line end. */
export function readEnd(reading: Reading): string[][] {
  return reading.length ? [endRecord(reading, '')] : [];
}

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

function endOfPlain({ delimiter, inQuotes }: Reading, text: string, from: number): number {
  if (inQuotes) {
    const end = text.indexOf('"', from);
    return end < 0 ? text.length : end;
  }
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === delimiter || code === lineFeed || code === carriageReturn || code === quote) break;
  }
  return at;
}

function addText(reading: Reading, text: string): void {
  if (text === '') return;
  reading.length += text.length;
  reading.afterReturn = false;
  if (reading.inQuotes) reading.cell += text;
  else if (reading.after === undefined) {
    reading.cell += text;
    reading.isText ||= text[0] !== ' ' || text.trim() !== '';
  } else reading.after += text;
}

function readQuote(reading: Reading): void {
  if (!reading.inQuotes && (reading.isText || reading.after)) {
    addText(reading, '"');
    return;
  }
  reading.length += 1;
  reading.afterReturn = false;
  if (reading.inQuotes) {
    reading.inQuotes = false;
    reading.after = '';
  } else {
    // The first quote of a cell, after nothing but blanks, or the second of two inside quotes.
    reading.cell = reading.after === undefined ? '' : `${reading.cell}"`;
    reading.inQuotes = true;
  }
}

function endCell(reading: Reading): void {
  reading.length += 1;
  reading.afterReturn = false;
  reading.cells.push(reading.cell + (reading.after?.trim() ? reading.after : ''));
  reading.cell = '';
  reading.isText = false;
  reading.after = undefined;
}

function endRecord(reading: Reading, mark: string): string[] {
  endCell(reading);
  const { cells } = reading;
  reading.cells = [];
  reading.afterReturn = mark === '\r';
  reading.length = 0;
  return cells;
}
