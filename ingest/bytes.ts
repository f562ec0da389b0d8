import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';
import { endBlanks, noteBlanks, startBlanks } from './blank-lines.ts';
import { inOneEncoding, MixedEncoding } from './encoding-mixture.ts';
import { notDelimited, wideEncoding } from './signature.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface ByteFacts {
  readonly encoding: Encoding;
  /** Cells may hold full-width forms or outer blanks, and must be made plain before they are compared. */
  readonly needsPlainCells: boolean;
  /** Blank lines before the end: the order of records no longer tells their number. */
  readonly blankLines: boolean;
  /** Without blank lines at the end. */
  readonly lines: number;
}

export interface FileProblem {
  readonly id: FileRefusalId;
  readonly value: string;
}

/** Read buffers are as large as the file, within limits: most files are small, and many. */
export function chunkBytes(size: number): number {
  return Math.max(1 << 14, Math.min(1 << 20, size + 1));
}

/** What `plain` in macros.sql makes plain: full-width forms, blanks that are no space, marks without width. */
const oddForms = ['efbc', 'efbd', 'c2a0', 'e28082', 'e28083', 'e28089', 'e280af', 'e38080'].map(fromHex);
const widthless = ['e2808b', 'e281a0', 'efbbbf'].map(fromHex);
/** A blank beside a separator, a quote or a line's end may be a cell's outer blank. */
const outerBlanks = [',', ';', '|', '\n', '"']
  .flatMap((beside) => [` ${beside}`, `${beside} `])
  .concat([' \r', '\t'])
  .map((text) => Buffer.from(text));
const oddCells = [...oddForms, ...widthless, ...outerBlanks];
const bomBytes = fromHex('efbbbf');

function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/**
 * Reads all bytes once and decides what they are, in the order BOM, strict UTF-8, GB18030: GB18030 accepts most
 * UTF-8 bytes without complaint, so it never comes first.
 */
export async function inspectBytes(
  path: string,
  size: number,
  maxLineBytes: number,
  chunkSize = chunkBytes(size),
): Promise<ByteFacts | FileProblem> {
  const head = await readHead(path, 4096);
  const wide = wideEncoding(head);
  if (wide) return { encoding: wide, needsPlainCells: true, blankLines: true, lines: 0 };
  const signature = notDelimited(head);
  if (signature) return { id: 'not_text', value: signature };
  const bom = head.subarray(0, 3).equals(bomBytes);
  let rest: Buffer = Buffer.alloc(0);
  // Looked at together with the end of what came before: nothing hides at a seam.
  let before: Buffer = Buffer.alloc(0);
  let [utf8, odd, empty] = [true, false, true];
  const lines: LineMeter = { line: 1, bytes: 0 };
  const blank = startBlanks();
  const chunks: AsyncIterable<Buffer> = createReadStream(path, {
    start: bom ? 3 : 0,
    highWaterMark: chunkSize,
  });
  for await (const chunk of chunks) {
    if (chunk.includes(0)) return { id: 'not_text', value: '二进制 / binary' };
    if (utf8) {
      const whole = rest.length ? Buffer.concat([rest, chunk]) : chunk;
      const cut = completeUtf8(whole);
      utf8 = isUtf8(whole.subarray(0, cut));
      rest = whole.subarray(cut);
    }
    const joined = Buffer.concat([before, chunk]);
    odd ||= oddCells.some((bytes) => joined.includes(bytes));
    noteBlanks(blank, chunk);
    empty &&= chunk.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
    before = joined.subarray(-3);
    if (isOverLong(lines, chunk, maxLineBytes)) return { id: 'line_too_long', value: String(lines.line) };
  }
  if (empty) return { id: 'empty_file', value: '' };
  odd ||= before.at(-1) === 0x20;
  const { within, atEnd } = endBlanks(blank);
  const count = (lines.bytes ? lines.line : lines.line - 1) - (within ? 0 : atEnd);
  const seen = { needsPlainCells: odd, blankLines: within, lines: count };
  if (utf8 && rest.length === 0) return { encoding: bom ? 'utf-8-bom' : 'utf-8', ...seen };
  if (bom) return { id: 'encoding_mixed', value: String(await firstForeignLine(path, 'utf-8')) };
  // In GB18030 full-width forms have other bytes; cells are always made plain.
  return { encoding: 'gb18030', ...seen, needsPlainCells: true };
}

/** The line that is being read, and its bytes so far. */
interface LineMeter {
  line: number;
  bytes: number;
}

/** Reads on; stops at the first line that is over the limit. */
function isOverLong(meter: LineMeter, chunk: Buffer, limit: number): boolean {
  let from = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
    if (meter.bytes + at - from > limit) return true;
    meter.bytes = 0;
    meter.line += 1;
    from = at + 1;
  }
  meter.bytes += chunk.length - from;
  return meter.bytes > limit;
}

/** Bytes up to the last complete UTF-8 sequence, so that a sequence cut by a chunk's end is judged with the next chunk. */
function completeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The first bytes of a file. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A UTF-8 copy of a file; a byte that the encoding does not know is a problem, never a replacement character. */
export async function transcode(
  path: string,
  encoding: Encoding,
  target: string,
): Promise<FileProblem | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decoded = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  };
  const source = createReadStream(path, { highWaterMark: 64 << 10 });
  try {
    if (encoding === 'gb18030') await pipeline(source, inOneEncoding, decoded, createWriteStream(target));
    else await pipeline(source, decoded, createWriteStream(target));
    return undefined;
  } catch (error) {
    if (error instanceof MixedEncoding) return { id: 'encoding_mixed', value: String(error.line) };
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return { id: 'encoding_mixed', value: String(await firstForeignLine(path, encoding)) };
  }
}

/** The line of the first byte that an encoding does not know. */
async function firstForeignLine(path: string, encoding: Encoding): Promise<number> {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const [known = '', ...after] = decoder.decode(chunk, { stream: true }).split('\ufffd');
    line += known.split('\n').length - 1;
    if (after.length) return line;
  }
  return line;
}
