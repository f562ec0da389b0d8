import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileProblem } from './bytes.ts';

/** What was seen of a file's bytes while they were copied. */
export interface Landed {
  readonly sha256: string;
  readonly bytes: number;
  /** Where the bytes stand, unchanged. */
  readonly path: string;
}

/** The place of bytes in the data folder: named by their SHA-256. */
export function landedPath(dataDir: string, sha256: string): string {
  return join(dataDir, 'landed', sha256.slice(0, 2), sha256);
}

/** Bytes in a temporary place, named but not yet kept. */
export interface Landing {
  readonly temporary: string;
  readonly sha256: string;
  readonly bytes: number;
  keep(): Promise<Landed>;
  drop(): Promise<void>;
}

/**
 * Copies a file's bytes, unchanged, to a temporary place and names them. They come to rest only with `keep`:
 * a file that must not be kept (personal data) never stands under its name.
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
  return {
    keep: async () => {
      const path = landedPath(dataDir, sha256);
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      await syncFolder(dirname(path));
      return { sha256, bytes, path };
    },
    drop: () => rm(temporary, { force: true }),
  };
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
