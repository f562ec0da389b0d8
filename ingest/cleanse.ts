import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type LineColumn, lineTemplate } from '../catalogue/line-template.ts';
import type { Encoding } from './bytes.ts';
import { type CellText, cellText, isBlank } from './cell-text.ts';
import { type Block, rawRecords } from './raw-cells.ts';
import type { Layout } from './recognise.ts';
import { readOfLongRow, type Treatment, treated } from './treated-cell.ts';

export interface Cleansing {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** By column. */
  readonly treatments: readonly Treatment[];
  /** A copy of ours says here what is odd about a row. */
  readonly shapeColumn?: number;
}

const identifiers: readonly (LineColumn | null)[] = ['order_no', 'waybill_no'];
const freeTexts: readonly (LineColumn | null)[] = ['goods_name', 'supervision_site'];

/** How the cells of a sender's own file are treated. */
export function cleansingOf(
  { delimiter, columns }: Pick<Layout, 'delimiter' | 'columns'>,
  encoding: Encoding,
): Cleansing {
  return { encoding, delimiter, treatments: columns.map(treatmentOf) };
}

function treatmentOf(column: LineColumn | null): Treatment {
  if (column === null) return 'unread';
  if (column === 'declaration_no') return 'declaration';
  if (identifiers.includes(column)) return 'identifier';
  return freeTexts.includes(column) ? 'text' : 'typed';
}

const placeTreatments: Readonly<Record<string, Treatment>> = {
  part: 'text',
  row: 'keep',
  shape: 'keep',
  first_cell: 'text',
  other_cell: 'keep',
};

/** How the cells of a copy in our own form are treated. Names that the line template does not know are text. */
export function cleansingOfCopy(header: readonly string[]): Cleansing {
  const treatments = header.map(
    (name) =>
      placeTreatments[name] ??
      (name in lineTemplate ? treatmentOf(name as LineColumn) : /_no$/.test(name) ? 'identifier' : 'text'),
  );
  return { encoding: 'utf-8', delimiter: ',', treatments, shapeColumn: header.indexOf('shape') };
}

/**
 * Writes a copy in which persons' numbers are made unreadable and the cells of columns that are not ours say no more than
 * that there was something. Everything else stays as it was to the byte; reading the copy gives the same lines.
 */
export async function cleanseText(path: string, cleansing: Cleansing, target: string): Promise<void> {
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  const sink = createWriteStream(target, { flush: true });
  const { encoding } = cleansing;
  const clean = (chunks: AsyncIterable<Buffer>) => cleansed(chunks, cleansing);
  if (encoding === 'utf-16le' || encoding === 'utf-16be')
    await pipeline(
      source,
      (chunks) => clean(narrow(chunks, encoding)),
      (chunks) => widen(chunks, encoding),
      sink,
    );
  else await pipeline(source, clean, sink);
}

/** Whether anything stands in a file that `cleanseText` would have to take out. */
export async function holdsPersons(path: string, cleansing: Cleansing): Promise<boolean> {
  const treatments = cleansing.treatments.map((one) => (one === 'unread' ? 'contact' : one));
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  const { encoding, delimiter } = cleansing;
  const chunks = encoding.startsWith('utf-16') ? narrow(source, encoding) : source;
  const started = { mark: false, header: false };
  for await (const block of rawRecords(unmarked(chunks, started), delimiter, encoding === 'gb18030'))
    if (cleansedBlock(block, { ...cleansing, treatments }, started).length > 1) return true;
  return false;
}

async function* narrow(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** Each piece is whole records, and so whole characters. */
async function* widen(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const wide = Buffer.from(chunk.toString(), 'utf16le');
    yield encoding === 'utf-16be' ? wide.swap16() : wide;
  }
}

const mark = Buffer.from('efbbbf', 'hex');

/** Text behind its byte order mark. */
async function* unmarked(chunks: AsyncIterable<Buffer>, started: { mark: boolean }): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < mark.length) continue;
    started.mark = head.subarray(0, 3).equals(mark);
    yield started.mark ? head.subarray(3) : head;
    head = undefined;
  }
  if (head) yield head;
}

async function* cleansed(chunks: AsyncIterable<Buffer>, cleansing: Cleansing): AsyncGenerator<Buffer> {
  const isGb18030 = cleansing.encoding === 'gb18030';
  const started = { mark: false, header: false };
  let isFirst = true;
  for await (const block of rawRecords(unmarked(chunks, started), cleansing.delimiter, isGb18030)) {
    const pieces: Buffer[] = isFirst && started.mark ? [mark] : [];
    isFirst = false;
    yield Buffer.concat([...pieces, ...cleansedBlock(block, cleansing, started)]);
  }
}

function cleansedBlock(
  { bytes, records }: Block,
  cleansing: Cleansing,
  started: { header: boolean },
): Buffer[] {
  const isGb18030 = cleansing.encoding === 'gb18030';
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { spans } of records) {
    const cell = (at: number) => cellText(bytes.subarray(spans[2 * at], spans[2 * at + 1]), isGb18030);
    const count = spans.length / 2;
    if (count === 1 && isBlank(cell(0))) continue;
    const isHeader = !started.header;
    started.header = true;
    const isOdd = !isHeader && isOddRow(count, cell, cleansing);
    for (let at = 0; at < count; at++) {
      const [start, end] = [spans[2 * at] as number, spans[2 * at + 1] as number];
      const treatment = isHeader ? 'header' : treatmentAt(at, count, cleansing);
      if (end - start < leastBytes[treatment]) continue;
      const put = treated(cell(at), treatment, isOdd, at);
      if (!put) continue;
      pieces.push(bytes.subarray(from, start), put);
      from = end;
    }
  }
  return [...pieces, bytes.subarray(from)];
}

/** Cells of such a row may stand in the wrong columns. */
function isOddRow(
  count: number,
  cell: (at: number) => CellText,
  { treatments, shapeColumn = -1 }: Cleansing,
): boolean {
  return count !== treatments.length || (shapeColumn >= 0 && !isBlank(cell(shapeColumn)));
}

function treatmentAt(at: number, count: number, { treatments }: Cleansing): Treatment {
  const isSurplus = count > treatments.length && at >= readOfLongRow;
  return isSurplus ? 'unread' : (treatments[at] ?? 'unread');
}

/** Shorter cells hold nothing that would have to go: no person's number has less than 11 characters. */
const leastBytes = {
  header: 6,
  keep: Number.POSITIVE_INFINITY,
  declaration: 6,
  identifier: 11,
  text: 6,
  typed: 6,
  contact: 6,
  unread: 1,
};
