import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../catalogue/refusal.ts';

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

/**
 * Copies a file's bytes, unchanged, to a temporary place and names them. They come to rest only with `keep`:
 * a file that must not be kept (personal data) never stands under its name.
 */
export async function land(
  source: string,
  dataDir: string,
): Promise<{
  temporary: string;
  sha256: string;
  bytes: number;
  keep(): Promise<Landed>;
  drop(): Promise<void>;
}> {
  const before = await stat(source);
  const temporary = join(dataDir, 'tmp', `landing-${process.pid}-${crypto.randomUUID()}`);
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
    createWriteStream(temporary, { flush: true }),
  );
  await refuseWhileWritten(source, before, temporary);
  const sha256 = digest(hash);
  return {
    temporary,
    sha256,
    bytes,
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

/** Read buffers are as large as the file, within limits: most files are small, and many. */
export function chunkBytes(size: number): number {
  return Math.max(1 << 14, Math.min(1 << 20, size + 1));
}

function digest(hash: Hash): string {
  return hash.digest('hex');
}

async function refuseWhileWritten(
  source: string,
  before: { size: number; mtimeMs: number },
  temporary: string,
): Promise<void> {
  const after = await stat(source);
  if (after.size === before.size && after.mtimeMs === before.mtimeMs) return;
  await rm(temporary, { force: true });
  throw new Refusal(
    'file_unreadable',
    {
      zh: `文件“${source}”正在写入，请写完后再报送。`,
      en: `File "${source}" is still being written: deliver it when it is complete.`,
    },
    { file: source },
  );
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
