import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { FileProblem } from './bytes.ts';
import type { ReadLimits } from './reader.ts';
import { orProblem, Stop } from './stop.ts';

export type ArchiveLimits = Pick<ReadLimits, 'maxExpandedBytes' | 'maxExpansionRatio' | 'maxMembers'>;

/** A file in an archive. Its name is for people only: nothing is ever written under it. */
export interface Member {
  readonly name: string;
  /** Its bytes, counted against the limits while they are unpacked. Throws Stop. */
  chunks(): AsyncIterable<Buffer>;
  /** Its bytes in a file of ours. */
  copyTo(target: string): Promise<FileProblem | undefined>;
}

export interface Archive {
  /** In the order of their names' bytes. */
  readonly members: readonly Member[];
  /** What systems put into archives on their own, and nobody means to send. */
  readonly ignored: readonly string[];
  close(): void;
}

/** Small files pack well; below this size no ratio is suspicious. */
const plainBytes = 1 << 20;
const linkMode = 0o120000;

/** Opens a ZIP file. Its list of members is judged before any of them is read. */
export async function openArchive(path: string, limits: ArchiveLimits): Promise<FileProblem | Archive> {
  return orProblem(async () => {
    const zip = await opened(path);
    try {
      const { entries, ignored } = await listed(zip, limits.maxMembers);
      const spent: Spent = { bytes: 0, limits, archiveBytes: zip.fileSize };
      const members = entries.map(({ name, entry }) => member(zip, name, entry, spent));
      return { members, ignored, close: () => zip.close() };
    } catch (error) {
      zip.close();
      throw error;
    }
  });
}

/** The names of an archive's first members, as they stand; to tell what kind of archive it is. */
export async function memberNames(path: string, most: number): Promise<FileProblem | string[]> {
  return orProblem(async () => {
    const zip = await opened(path);
    try {
      const names: string[] = [];
      for await (const entry of entriesOf(zip)) {
        names.push(nameOf(entry));
        if (names.length >= most) break;
      }
      return names;
    } finally {
      zip.close();
    }
  });
}

async function opened(path: string): Promise<ZipFile> {
  try {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
    // What goes wrong is told to whoever reads; after that nobody listens.
    zip.on('error', () => {});
    return zip;
  } catch (error) {
    throw damaged(error);
  }
}

/** A fault of our own disk stops the run; everything else that yauzl says is the archive's. */
function damaged(error: unknown, name = ''): unknown {
  if (error instanceof Stop) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall && code !== 'EINVAL' ? error : new Stop('archive_damaged', name);
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = zip.eachEntry();
  try {
    for (;;) {
      const { done, value } = await entries.next();
      if (done) return;
      yield value as Entry;
    }
  } catch (error) {
    throw damaged(error);
  }
}

interface Listed {
  readonly entries: { readonly name: string; readonly entry: Entry }[];
  readonly ignored: string[];
}

async function listed(zip: ZipFile, most: number): Promise<Listed> {
  // Folders and leftovers are in this number, too; no more entries than it says are read.
  if (zip.entryCount > 4 * most) throw new Stop('archive_too_many', String(most));
  const found: Listed = { entries: [], ignored: [] };
  const seen = new Set<string>();
  for await (const entry of entriesOf(zip)) {
    const name = nameOf(entry);
    if (isUnsafe(name)) throw new Stop('archive_name', shown(name));
    if (name.endsWith('/')) continue;
    if (isLeftover(name)) {
      found.ignored.push(shown(name));
      continue;
    }
    if (found.entries.length >= most) throw new Stop('archive_too_many', String(most));
    if (seen.has(name.normalize())) throw new Stop('archive_twice', shown(name));
    seen.add(name.normalize());
    found.entries.push({ name, entry });
    if (((entry.externalFileAttributes >>> 16) & 0o170000) === linkMode)
      throw new Stop('archive_link', shown(name));
    if (entry.isEncrypted()) throw new Stop('password_needed', shown(name));
  }
  if (found.entries.length === 0) throw new Stop('archive_empty');
  found.entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  return found;
}

const utf8Flag = 0x800;
const unicodePath = 0x7075;

/** Old Chinese tools write names in GBK and say nothing of it; new ones set a flag, or add the name in UTF-8. */
function nameOf(entry: Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  const extra = entry.extraFields.find(({ id, data }) => id === unicodePath && data.length > 5);
  const name = extra
    ? extra.data.subarray(5).toString()
    : entry.generalPurposeBitFlag & utf8Flag
      ? raw.toString()
      : fromOldTool(raw);
  return name.replaceAll('\\', '/');
}

function fromOldTool(raw: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(raw);
    } catch {}
  return raw.toString('latin1');
}

function isUnsafe(name: string): boolean {
  const parts = name.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const odd = name === '' || name.length > 1024 || /[\x00-\x1f\x7f\ufffd]/.test(name);
  return odd || name.startsWith('/') || /^[a-z]:/i.test(name) || parts.includes('..');
}

/** A name as it may be shown: no control characters, nothing that turns the direction of writing. */
function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 80);
}

function isLeftover(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i.test(name);
}

/** What an archive's members have unpacked to so far, all together. */
interface Spent {
  bytes: number;
  readonly limits: ArchiveLimits;
  readonly archiveBytes: number;
}

function member(zip: ZipFile, name: string, entry: Entry, spent: Spent): Member {
  const chunks = () => unpacked(zip, shown(name), entry, spent);
  return {
    name: shown(name),
    chunks,
    copyTo: (target) =>
      orProblem(async () => {
        await pipeline(chunks(), createWriteStream(target));
        return undefined;
      }),
  };
}

async function* unpacked(zip: ZipFile, name: string, entry: Entry, spent: Spent): AsyncGenerator<Buffer> {
  let [own, check] = [0, 0];
  try {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      own += chunk.length;
      check = crc32(chunk, check);
      spent.bytes += chunk.length;
      refuseOverLimit(name, own, entry.compressedSize, spent);
      yield chunk;
    }
    if (check !== entry.crc32) throw new Stop('archive_damaged', name);
  } catch (error) {
    throw damaged(error, name);
  }
}

function refuseOverLimit(name: string, own: number, packed: number, spent: Spent): void {
  const { maxExpandedBytes, maxExpansionRatio } = spent.limits;
  if (spent.bytes > maxExpandedBytes)
    throw new Stop('archive_too_big', `${Math.round(maxExpandedBytes / 2 ** 20)} MB`);
  const most = (bytes: number) => Math.max(plainBytes, bytes * maxExpansionRatio);
  if (own > most(packed) || spent.bytes > most(spent.archiveBytes)) throw new Stop('archive_bomb', name);
}
