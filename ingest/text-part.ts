import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { templates } from '../catalogue/templates.ts';
import type { Part, PartRow, ReadLimits } from './reader.ts';
import { type Reading, readEnd, readOn, startReading } from './records.ts';
import { Stop } from './stop.ts';
import { columnNamed } from './tables/header-names.ts';

/** The records of a UTF-8 text as rows. Reading throws Stop where a limit is passed or a quote is never closed. */
export function readText(path: string, delimiter: string, limits: ReadLimits): Part {
  return {
    name: null,
    hidden: false,
    dateSystem: 1900,
    delimited: true,
    rows: rowsOf(path, delimiter, limits),
  };
}

async function* rowsOf(path: string, delimiter: string, limits: ReadLimits): AsyncGenerator<PartRow> {
  const reading = startReading(delimiter);
  let row = 0;
  for await (const records of completed(path, reading)) {
    for (const cells of records) {
      row += 1;
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      refuseOverLimit(cells, row, limits);
      yield { row, cells };
    }
    // A character is one byte or more.
    if (reading.length > limits.maxLineBytes)
      throw new Stop(reading.inQuotes ? 'quote_open' : 'line_too_long', String(row + 1));
  }
  if (reading.inQuotes) throw new Stop('quote_open', String(row));
}

async function* completed(path: string, reading: Reading): AsyncGenerator<string[][]> {
  const decoder = new TextDecoder();
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 64 << 10 });
  for await (const chunk of chunks) yield readOn(reading, decoder.decode(chunk, { stream: true }));
  yield [...readOn(reading, decoder.decode()), ...endOf(reading)];
}

/** A record that ends inside of quotes is not taken for a row: the quote was never closed. */
function endOf(reading: Reading): string[][] {
  const { inQuotes } = reading;
  const last = readEnd(reading);
  reading.inQuotes = inQuotes;
  return last;
}

function refuseOverLimit(cells: readonly string[], row: number, limits: ReadLimits): void {
  if (row > limits.maxRows) throw new Stop('too_many_rows', String(limits.maxRows));
  if (cells.length > limits.maxColumns) throw new Stop('too_many_columns', String(limits.maxColumns));
  const long = cells.findIndex((cell) => cell.length > limits.maxCellCharacters);
  if (long >= 0) throw new Stop('cell_too_long', `${row}/${long + 1}`);
}

const delimiters = [',', '\t', ';', '|'] as const;
const headBytes = 1 << 16;
const headRecords = 60;

/** The separator by which some record near the beginning names the most columns of a template. */
export async function delimiterOf(path: string): Promise<string> {
  const head = await headText(path);
  const counts = delimiters.map((delimiter) => ({ delimiter, known: mostKnown(head, delimiter) }));
  return counts.reduce((best, next) => (next.known > best.known ? next : best)).delimiter;
}

function mostKnown(head: string, delimiter: string): number {
  const reading = startReading(delimiter);
  const records = [...readOn(reading, head), ...readEnd(reading)].slice(0, headRecords);
  const known = (cells: readonly string[]) =>
    Math.max(
      ...templates.map(
        (template) => cells.filter((cell) => columnNamed(cell, template) !== undefined).length,
      ),
    );
  return Math.max(0, ...records.map(known));
}

async function headText(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await handle.close();
  }
}
