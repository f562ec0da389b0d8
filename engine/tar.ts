import { Refusal } from '../catalogue/refusal.ts';

/** A file of a tape archive (POSIX ustar, as `tar` reads it). */
export interface TarMember {
  /** With `/` between its parts. */
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

const block = 512;
/** Size of what stands before its turn in an octal field of eleven digits. */
const octalLimit = 8 ** 11;

/** The bytes of an archive. A member that has more or fewer bytes than it said ends it. */
export async function* tarOf(members: AsyncIterable<TarMember>): AsyncGenerator<Buffer> {
  for await (const { name, bytes, content } of members) {
    yield headerOf(name, bytes);
    let written = 0;
    for await (const chunk of content) {
      written += chunk.length;
      if (written > bytes) break;
      yield chunk;
    }
    if (written !== bytes) throw new Error(`${name} changed while it was read`);
    yield Buffer.alloc((block - (bytes % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}

function headerOf(name: string, bytes: number): Buffer {
  const header = Buffer.alloc(block);
  const { prefix, rest } = nameParts(name);
  header.write(rest, 0, 100);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, bytes);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(prefix, 345, 155);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A long name stands in two fields, cut at a `/`. */
function nameParts(name: string): { readonly prefix: string; readonly rest: string } {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', rest: name };
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return { prefix, rest };
  }
  throw new Error(`${name} is too long a name for an archive`);
}

function writeSize(header: Buffer, bytes: number): void {
  if (bytes < octalLimit) {
    header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
    return;
  }
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(bytes), 128);
}

/** Sum of a header's bytes, those of the sum itself counted as blanks. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/**
 * The members of an archive, one after the other; `content` is to be read, or is skipped, before the next one. Nothing but
 * plain files is let through, and the archive has to be whole, its end included.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarMember> {
  const input = inputOf(source);
  for (;;) {
    const header = await input.exactly(block);
    if (header.every((byte) => byte === 0)) break;
    const { name, bytes } = readHeader(header);
    let left = bytes;
    const content = async function* () {
      while (left > 0) {
        const chunk = await input.some(left);
        left -= chunk.length;
        yield chunk;
      }
    };
    yield { name, bytes, content: content() };
    while (left > 0) left -= (await input.some(left)).length;
    await input.exactly((block - (bytes % block)) % block);
  }
  await input.exactly(block);
  await input.finish();
}

function readHeader(header: Buffer): { readonly name: string; readonly bytes: number } {
  const text = (from: number, length: number) => {
    const field = header.subarray(from, from + length);
    const end = field.indexOf(0);
    return field.subarray(0, end < 0 ? length : end).toString('utf8');
  };
  if (Number.parseInt(text(148, 8).trim(), 8) !== checksumOf(header)) throw damaged('checksum');
  if (text(257, 5) !== 'ustar') throw damaged('format');
  if (text(156, 1) !== '0') throw damaged('type');
  const prefix = text(345, 155);
  const bytes =
    header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw damaged('size');
  return { name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), bytes };
}

interface Input {
  exactly(bytes: number): Promise<Buffer>;
  /** At least one byte, at most as many as asked for. */
  some(bytes: number): Promise<Buffer>;
  /** Reads on to the source's own end, so that it can say whether it was whole. */
  finish(): Promise<void>;
}

function inputOf(source: AsyncIterable<Buffer>): Input {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const some = async (bytes: number): Promise<Buffer> => {
    while (held.length === 0) {
      const next = await iterator.next();
      if (next.done) throw damaged('end');
      held = next.value;
    }
    const part = held.subarray(0, bytes);
    held = held.subarray(part.length);
    return part;
  };
  const exactly = async (bytes: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    let left = bytes;
    while (left > 0) {
      const part = await some(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  };
  const finish = async () => {
    while (!(await iterator.next()).done);
  };
  return { some, exactly, finish };
}

function damaged(what: string): Refusal {
  const text = {
    zh: '归档文件已损坏或不完整，请换用另一份',
    en: 'The archive is damaged or not whole: use another copy',
  };
  return new Refusal('file_unreadable', text, { what });
}
