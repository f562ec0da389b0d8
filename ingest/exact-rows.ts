import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { delimitedStream, formatDelimited } from '../engine/delimited.ts';
import type { FileProblem } from './bytes.ts';
import type { Layout } from './recognise.ts';

/** Columns that the exact reader puts before the cells. */
export const placeColumns = ['row', 'shape'] as const;

/**
 * Rewrites a file that the fast reader refuses (ragged rows, blank lines, open quotes) as a regular one: each record
 * with its number in the sender's file and, where its cells do not fit the header, what it has instead.
 */
export async function rewriteExactly(
  path: string,
  layout: Layout,
  target: string,
  maxRowBytes: number,
): Promise<FileProblem | undefined> {
  const width = layout.header.length;
  let record = 0;
  let sinceRow = 0;
  let problem: FileProblem | undefined;
  const parser = delimitedStream(layout.delimiter);
  const guarded = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      sinceRow += chunk.length;
      if (sinceRow > maxRowBytes + chunk.length) {
        problem = { id: 'quote_open', value: String(record + 1) };
        return;
      }
      yield chunk;
    }
  };
  const regular = async function* (rows: AsyncIterable<string[]>) {
    for await (const cells of rows) {
      sinceRow = 0;
      record += 1;
      if (record === 1) yield `${formatDelimited([[...placeColumns, ...layout.header]], { quotes: true })}\n`;
      else if (cells.length > 1 || cells[0] !== '')
        yield `${formatDelimited([regularRow(record, cells, width)], { quotes: true })}\n`;
    }
  };
  await pipeline(
    createReadStream(path, { highWaterMark: 64 << 10 }),
    guarded,
    parser,
    regular,
    createWriteStream(target),
  );
  return problem;
}

function regularRow(record: number, cells: string[], width: number): string[] {
  const shape = cells.length === width ? '' : `${cells.length}/${width}`;
  const fitted = Array.from({ length: width }, (_, at) => cells[at] ?? '');
  return [String(record), shape, ...fitted];
}
