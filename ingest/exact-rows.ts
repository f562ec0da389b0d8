import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FileProblem } from './bytes.ts';
import type { Layout } from './recognise.ts';
import { type Reading, readEnd, readOn, startReading } from './records.ts';

/** Columns that a copy has before the cells: part of the file, row in it, and what shape the row has instead of the header's. */
export const placeColumns = ['part', 'row', 'shape'] as const;

/**
 * Bytes of a row that DuckDB's reader takes: four times the longest line that can be allowed, since a row grows when it
 * becomes UTF-8 and when its quotes are doubled.
 */
export const longestRow = 8_000_000;

/**
 * Rewrites a file that the fast reader refuses (ragged rows, blank lines, stray quotes, mixed line ends) as a regular
 * one: each record with its number in the sender's file and, where its cells do not fit the header, what it has instead.
 */
export async function rewriteExactly(
  path: string,
  layout: Layout,
  target: string,
  maxRowBytes: number,
): Promise<FileProblem | { rows: number }> {
  const found: Found = { rows: 0 };
  await pipeline(
    createReadStream(path, { highWaterMark: 64 << 10 }),
    (chunks: AsyncIterable<Buffer>) => regularText(chunks, layout, maxRowBytes, found),
    createWriteStream(target),
  );
  return found.problem ?? { rows: found.rows };
}

interface Found {
  rows: number;
  problem?: FileProblem;
}

async function* regularText(
  chunks: AsyncIterable<Buffer>,
  { delimiter, header }: Layout,
  maxRowBytes: number,
  found: Found,
) {
  const reading = startReading(delimiter);
  let record = 0;
  let headerSeen = false;
  yield rowText([...placeColumns, ...header], delimiter);
  for await (const records of completed(chunks, reading)) {
    let rows = '';
    for (const cells of records) {
      record += 1;
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      if (!headerSeen) {
        headerSeen = true;
        continue;
      }
      const shape = shapeOf(cells, header.length);
      const place = rowText(['', String(record), shape], delimiter).replace('\n', delimiter);
      const row = place + rowText(fitted(cells, header.length), delimiter);
      if (Buffer.byteLength(row) >= longestRow)
        found.problem ??= { id: 'line_too_long', value: String(record) };
      rows += row;
      found.rows += 1;
    }
    yield rows;
    if (reading.length > maxRowBytes)
      found.problem ??= { id: reading.inQuotes ? 'quote_open' : 'line_too_long', value: String(record + 1) };
    if (found.problem) return;
  }
  if (reading.inQuotes) found.problem = { id: 'quote_open', value: String(record) };
}

async function* completed(chunks: AsyncIterable<Buffer>, reading: Reading) {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield readOn(reading, decoder.decode(chunk, { stream: true }));
  yield readEnd(reading);
}

/** What a record has instead of the header's cells, like `3/27`. An empty cell too many may have shifted the others. */
function shapeOf(cells: readonly string[], width: number): string {
  return cells.length === width ? '' : `${cells.length}/${width}`;
}

function fitted(all: readonly string[], width: number): readonly string[] {
  if (all.length === width) return all;
  const cells = shapeOf(all, width) && all.length > width ? all.slice(0, 4) : all;
  return Array.from({ length: width }, (_, at) => cells[at] ?? '');
}

function rowText(cells: readonly string[], delimiter: string): string {
  const quoted = cells.map((cell) => (cell.includes('"') ? cell.replaceAll('"', '""') : cell));
  return `"${quoted.join(`"${delimiter}"`)}"\n`;
}
