import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FileRefusalId } from '../catalogue/rules/refusals.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'gb18030';

export interface ByteFacts {
  readonly encoding: Encoding;
  /** Cells may hold full-width forms or outer blanks, and must be made plain before they are compared. */
  readonly needsPlainCells: boolean;
  /** Blank lines: the order of records no longer tells their number. */
  readonly blankLines: boolean;
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

const signatures: readonly (readonly [string, string])[] = [
  ['504b0304', 'XLSX/ZIP'],
  ['504b0506', 'ZIP'],
  ['d0cf11e0', 'XLS/DOC'],
  ['25504446', 'PDF'],
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['47494638', 'GIF'],
  ['1f8b', 'GZIP'],
  ['377abcaf', '7Z'],
  ['52617221', 'RAR'],
  ['7f454c46', 'ELF'],
  ['4d5a90', 'EXE'],
  ['50415231', 'Parquet'],
];

/** What the first bytes say a file is, when that is not text. */
function signatureOf(head: Buffer): string | undefined {
  const hex = head.subarray(0, 8).toString('hex');
  const known = signatures.find(([signature]) => hex.startsWith(signature));
  if (known) return known[1];
  const start = head
    .subarray(0, 256)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<?xml') || start.startsWith('<ceb:')) return 'XML';
  if (start.startsWith('<!doctype') || start.startsWith('<html') || start.startsWith('<table')) return 'HTML';
  if (start.startsWith('{') || start.startsWith('[{')) return 'JSON';
  return undefined;
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
const blankLine = ['\n\n', '\n\r', '\r\r'].map((text) => Buffer.from(text));
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
  const head = await readHead(path);
  const signature = signatureOf(head);
  if (signature) return { id: 'not_text', value: signature };
  if (head[0] === 0xff && head[1] === 0xfe)
    return { encoding: 'utf-16le', needsPlainCells: true, blankLines: true, lines: 0 };
  const bom = head.subarray(0, 3).equals(bomBytes);
  let rest: Buffer = Buffer.alloc(0);
  // Looked at together with the end of what came before: nothing hides at a seam. A file begins after a line's end.
  let before = Buffer.from('\n');
  let [utf8, odd, blank, empty] = [true, false, false, true];
  const lines: LineMeter = { line: 1, bytes: 0 };
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
    blank ||= blankLine.some((bytes) => joined.includes(bytes));
    empty &&= chunk.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
    before = joined.subarray(-3);
    if (isOverLong(lines, chunk, maxLineBytes)) return { id: 'line_too_long', value: String(lines.line) };
  }
  if (empty) return { id: 'empty_file', value: '' };
  odd ||= before.at(-1) === 0x20;
  const count = lines.bytes ? lines.line : lines.line - 1;
  const seen = { needsPlainCells: odd, blankLines: blank, lines: count };
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

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
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

class MixedEncoding extends Error {
  readonly line: number;
  constructor(line: number) {
    super('mixed encoding');
    this.line = line;
  }
}

/** Passes bytes on, and throws at the first line that is Chinese in UTF-8 among lines that are not, or the reverse. */
async function* inOneEncoding(chunks: AsyncIterable<Buffer>) {
  const seen = { utf8: false, other: false };
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for await (const chunk of chunks) {
    const whole = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = whole.indexOf(0x0a); at >= 0; at = whole.indexOf(0x0a, from)) {
      line += 1;
      noteEncoding(seen, whole.subarray(from, at), line);
      from = at + 1;
    }
    rest = whole.subarray(from);
    yield chunk;
  }
  noteEncoding(seen, rest, line + 1);
}

function noteEncoding(seen: { utf8: boolean; other: boolean }, bytes: Buffer, line: number): void {
  if (!isUtf8(bytes)) seen.other = true;
  else if (!isAscii(bytes) && isChinese(bytes.toString())) seen.utf8 = true;
  if (seen.utf8 && seen.other) throw new MixedEncoding(line);
}

/** GB18030 passes for UTF-8 now and then, but not where it is four Chinese characters and nothing else foreign. */
function isChinese(text: string): boolean {
  const foreign = text.match(/[^\0-\x7f]/gu) ?? [];
  return foreign.length >= 4 && foreign.every((character) => /[\u3000-\u9fff\uff00-\uffef]/.test(character));
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
