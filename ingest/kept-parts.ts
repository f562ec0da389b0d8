import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { eventTemplate } from '../catalogue/event-template.ts';
import { lineTemplate } from '../catalogue/line-template.ts';
import type { Message } from '../catalogue/refusal.ts';
import { placeColumns } from './exact-rows.ts';
import { detect } from './format.ts';
import { landedCopyPath, landedPath } from './land.ts';
import { partsOf, partsOfArchive } from './parts.ts';
import type { Part, PartRow, ReadLimits } from './reader.ts';
import { canonicalMarks } from './recognise.ts';
import { readText } from './text-part.ts';

/** Where bytes rest, or their copy in our own form, unpacked to `target`. */
export async function openKept(
  sha256: string,
  keptIn: string,
  target: string,
): Promise<{ readonly path: string; readonly isCopy: boolean }> {
  const packed = landedCopyPath(keptIn, sha256);
  if (!existsSync(packed)) return { path: landedPath(keptIn, sha256), isCopy: false };
  await pipeline(createReadStream(packed), createZstdDecompress(), createWriteStream(target));
  return { path: target, isCopy: true };
}

/** The parts of a delivery as its sender knows them, from what is kept of it. Throws Stop where they cannot be read. */
export async function* keptParts(sha256: string, keptIn: string, limits: ReadLimits): AsyncGenerator<Part> {
  const work = join(keptIn, 'tmp', `kept-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(work, { recursive: true });
  try {
    const { path, isCopy } = await openKept(sha256, keptIn, join(work, 'copy'));
    // Cells of a plain text file are judged whatever their length.
    const all = { ...limits, maxCellCharacters: Number.POSITIVE_INFINITY };
    if (isCopy) yield* partsOfCopy(path, all);
    else yield* partsOfBytes(path, join(work, 'text'), all);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function* partsOfBytes(path: string, copy: string, limits: ReadLimits): AsyncGenerator<Part> {
  const { size: bytes } = await stat(path);
  const format = await detect(path, bytes);
  if (typeof format === 'object' || format === 'ceb') return;
  const file = { path, bytes, copy, limits };
  const parts = format === 'zip' ? partsOfArchive(file) : await partsOf(format, file);
  if ('id' in parts) return;
  yield* parts;
}

/** A copy has the rows of all parts one after the other, under one header. */
async function* partsOfCopy(path: string, limits: ReadLimits): AsyncGenerator<Part> {
  const rows = readText(path, ',', limits).rows[Symbol.asyncIterator]();
  const header = await rows.next();
  if (header.done) return;
  const from = placeColumns.length;
  const to = header.value.cells.length - canonicalMarks.length;
  const labels = header.value.cells.slice(from, to).map(labelOf);
  let next = await rows.next();
  const isOf = (name: string) => !next.done && next.value.cells[0] === name;
  const own = async function* (name: string): AsyncGenerator<PartRow> {
    // Text above the table was not kept; the header stood right above the first line.
    while (isOf(name) && next.value?.cells[2]?.startsWith('@')) next = await rows.next();
    yield { row: isOf(name) ? Number(next.value?.cells[1]) - 1 : 0, cells: labels };
    while (isOf(name)) {
      const { cells } = next.value as PartRow;
      yield { row: Number(cells[1]), cells: cells.slice(from, to) };
      next = await rows.next();
    }
  };
  while (!next.done) {
    const name = next.value.cells[0] ?? '';
    const part = own(name);
    yield { name: name || null, hidden: false, dateSystem: 1900, rows: part };
    // What nobody has asked for is passed over.
    for await (const _ of part);
  }
}

function labelOf(column: string): string {
  const labels: Readonly<Record<string, Message>> = { ...eventTemplate, ...lineTemplate };
  return labels[column]?.zh ?? column;
}
