import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileRefusalId } from '../catalogue/rules.ts';
import { chunkBytes } from './land.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'gb18030';

export interface ByteFacts {
  readonly encoding: Encoding;
  /** Cells may hold full-width forms or outer blanks, and must be made plain before they are compared. */
  readonly needsPlainCells: boolean;
  /** Blank lines: the order of records no longer tells their number. */
  readonly blankLines: boolean;
}

export interface FileProblem {
  readonly id: FileRefusalId;
  readonly value: string;
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

const oddBlanks = ['efbc', 'efbd', 'c2a0', 'e38080', 'e2808b'].map((hex) => Buffer.from(hex, 'hex'));
const outerBlanks = [' ,', ', ', ' \n', '\n ', ' \r', ' "', '" ', '\t'].map((text) => Buffer.from(text));

/**
 * Reads all bytes once and decides what they are, in the order BOM, strict UTF-8, GB18030: GB18030 accepts most
 * UTF-8 bytes without complaint, so it never comes first.
 */
export async function inspectBytes(
  path: string,
  size: number,
  maxLineBytes: number,
): Promise<ByteFacts | FileProblem> {
  const head = await readHead(path);
  if (head.length === 0) return { id: 'empty_file', value: '' };
  const signature = signatureOf(head);
  if (signature) return { id: 'not_text', value: signature };
  if (head[0] === 0xff && head[1] === 0xfe)
    return { encoding: 'utf-16le', needsPlainCells: true, blankLines: true };
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  let utf8 = true;
  let rest: Buffer = Buffer.alloc(0);
  let odd = false;
  let blank = false;
  let line = 1;
  let lineBytes = 0;
  let lastByte = 0x0a;
  for await (const chunk of createReadStream(path, {
    highWaterMark: chunkBytes(size),
  }) as AsyncIterable<Buffer>) {
    if (chunk.includes(0)) return { id: 'not_text', value: '二进制 / binary' };
    if (utf8) {
      const whole = rest.length ? Buffer.concat([rest, chunk]) : chunk;
      const cut = completeUtf8(whole);
      utf8 = isUtf8(whole.subarray(0, cut));
      rest = whole.subarray(cut);
    }
    odd ||=
      oddBlanks.some((bytes) => chunk.includes(bytes)) || outerBlanks.some((bytes) => chunk.includes(bytes));
    blank ||=
      chunk.includes('\n\n') ||
      chunk.includes('\n\r') ||
      chunk.includes('\r\r') ||
      (lastByte === 0x0a && (chunk[0] === 0x0a || chunk[0] === 0x0d));
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      if (lineBytes + at - from > maxLineBytes) return { id: 'line_too_long', value: String(line) };
      lineBytes = 0;
      line += 1;
      from = at + 1;
    }
    lineBytes += chunk.length - from;
    if (lineBytes > maxLineBytes) return { id: 'line_too_long', value: String(line) };
    lastByte = chunk[chunk.length - 1] as number;
  }
  if (utf8 && rest.length === 0)
    return { encoding: bom ? 'utf-8-bom' : 'utf-8', needsPlainCells: odd, blankLines: blank };
  // In GB18030 full-width forms have other bytes; cells are always made plain.
  return bom
    ? { id: 'encoding_mixed', value: '?' }
    : { encoding: 'gb18030', needsPlainCells: true, blankLines: blank };
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
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true });
  let seen = 0;
  const decode = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, Buffer.from(decoder.decode(chunk, { stream: true })));
        seen += chunk.length;
      } catch {
        done(new MixedEncoding(seen));
      }
    },
    flush(done) {
      try {
        done(null, Buffer.from(decoder.decode()));
      } catch {
        done(new MixedEncoding(seen));
      }
    },
  });
  try {
    await pipeline(createReadStream(path, { highWaterMark: 64 << 10 }), decode, createWriteStream(target));
    return undefined;
  } catch (error) {
    if (error instanceof MixedEncoding) return { id: 'encoding_mixed', value: `${error.at}` };
    throw error;
  }
}

class MixedEncoding extends Error {
  readonly at: number;
  constructor(at: number) {
    super('mixed encoding');
    this.at = at;
  }
}
