import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { FileProblem } from './bytes.ts';

/** Bytes at rest. */
export interface Landed {
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string;
  readonly kept: 'as_received' | 'cleansed';
}

/** The place of bytes in the data folder: named by the SHA-256 of what arrived. */
export function landedPath(dataDir: string, sha256: string): string {
  return join(dataDir, 'landed', sha256.slice(0, 2), sha256);
}

/** Where instead of the bytes the copy in our own form stands, which has no persons in it. */
export function landedCopyPath(dataDir: string, sha256: string): string {
  return `${landedPath(dataDir, sha256)}.csv.zst`;
}

/** What may come to rest in the place of the bytes, when these hold what must not be kept: files that `keep` uses up. */
export type Instead = { readonly cleansed: string } | { readonly canonicalCopy: string };

/** Bytes in a temporary place, named but not yet kept: they are judged first. */
export interface Landing {
  readonly temporary: string;
  readonly sha256: string;
  readonly bytes: number;
  keep(instead?: Instead): Promise<Landed>;
  drop(): Promise<void>;
}

/**
 * Copies a file's bytes, unchanged, to a temporary place and names them. They come to rest only with `keep`:
 * what must not be kept (personal data) never stands under its name.
 */
export async function land(source: string, dataDir: string): Promise<Landing | FileProblem> {
  const temporary = join(dataDir, 'tmp', `landing-${process.pid}-${crypto.randomUUID()}`);
  try {
    const before = await stat(source);
    const named = await copyBytes(source, temporary);
    const after = await stat(source);
    if (after.size === before.size && after.mtimeMs === before.mtimeMs)
      return { temporary, ...named, ...ends(temporary, dataDir, named) };
    await rm(temporary, { force: true });
    return { id: 'file_changing', value: '' };
  } catch (error) {
    await rm(temporary, { force: true });
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    // A fault of the sender's file is told of that file; one of our own disk stops the run.
    if (code && (path === source || syscall === 'read')) return { id: 'file_unreadable', value: code };
    throw error;
  }
}

async function copyBytes(source: string, target: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(
    createReadStream(source, { highWaterMark: 1 << 20 }),
    counted,
    createWriteStream(target, { flush: true }),
  );
  return { sha256: hash.digest('hex'), bytes };
}

function ends(
  temporary: string,
  dataDir: string,
  { sha256, bytes }: { sha256: string; bytes: number },
): Pick<Landing, 'keep' | 'drop'> {
  const drop = () => rm(temporary, { force: true });
  const [plain, copy] = [landedPath(dataDir, sha256), landedCopyPath(dataDir, sha256)];
  return {
    drop,
    keep: async (instead) => {
      const kept = instead ? 'cleansed' : 'as_received';
      try {
        if (!instead) return { sha256, bytes, kept, path: await keepAsReceived(temporary, plain, copy) };
        if ('cleansed' in instead) {
          await settle(instead.cleansed, plain);
          return { sha256, bytes, kept, path: plain };
        }
        await settle(await packed(instead.canonicalCopy, temporary), copy);
        // Another delivery of the same bytes may have been judged before it was known what stands in them.
        await rm(plain, { force: true });
        return { sha256, bytes, kept, path: copy };
      } finally {
        await drop();
      }
    },
  };
}

/** What stands there already is the same, or was cleansed: the bytes never take its place. */
async function keepAsReceived(temporary: string, plain: string, copy: string): Promise<string> {
  for (const path of [plain, copy]) if (existsSync(path)) return path;
  await settle(temporary, plain);
  return plain;
}

/** The copy, packed; takes the place of the bytes in their temporary place. */
async function packed(copy: string, temporary: string): Promise<string> {
  const level = { [constants.ZSTD_c_compressionLevel]: 3 };
  await pipeline(
    createReadStream(copy),
    createZstdCompress({ params: level }),
    createWriteStream(temporary, { flush: true }),
  );
  await rm(copy, { force: true });
  return temporary;
}

/** Makes a rename survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a finished file its final name, durably. */
export async function settle(temporary: string, path: string): Promise<void> {
  const handle = await open(temporary, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await mkdir(dirname(path), { recursive: true });
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
