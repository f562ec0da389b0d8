import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Landing, land, landedCopyPath, landedPath, settle } from './land.ts';

let root: string;
let dataDir: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parkstat-land-'));
});
afterAll(() => rm(root, { recursive: true }));

let folders = 0;
async function fresh(): Promise<void> {
  dataDir = join(root, `data-${folders++}`);
  await mkdir(join(dataDir, 'tmp'), { recursive: true });
}

async function sent(content: string | Buffer, name = 'sent.csv'): Promise<string> {
  const path = join(dataDir, name);
  await writeFile(path, content);
  return path;
}

async function landed(path: string): Promise<Landing> {
  const landing = await land(path, dataDir);
  if ('id' in landing) throw new Error(landing.id);
  return landing;
}

async function names(folder: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('landing', () => {
  test.each([
    ['nothing', ''],
    ['a line', 'a,b\r\n1,2'],
    ['some megabytes', Buffer.alloc(3_000_001, 'abc')],
  ])('keeps %s unchanged under its SHA-256, and leaves the sent file alone', async (_, content) => {
    await fresh();
    const path = await sent(content);
    const landing = await landed(path);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(landing).toMatchObject({ sha256, bytes: content.length });
    expect(await landing.keep()).toEqual({
      sha256,
      bytes: content.length,
      path: join(dataDir, 'landed', sha256.slice(0, 2), sha256),
      kept: 'as_received',
    });
    for (const one of [landedPath(dataDir, sha256), path])
      expect((await readFile(one)).equals(Buffer.from(content))).toBe(true);
    expect(await names('tmp')).toEqual([]);
  });

  test('the same bytes again, also at the same time, are the same file', async () => {
    await fresh();
    const [one, two] = [await sent('same', 'one.csv'), await sent('same', 'two.csv')];
    const kept = await Promise.all([one, two, one].map(async (path) => (await landed(path)).keep()));
    expect(new Set(kept.map(({ path }) => path)).size).toBe(1);
    expect(await names('landed')).toHaveLength(1);
    expect(await names('tmp')).toEqual([]);
  });

  test('a cleansed copy comes to rest under the name of the bytes that arrived, and stays there', async () => {
    await fresh();
    const path = await sent('13800138000');
    const cleansed = await sent('******', 'tmp/clean');
    const landing = await landed(path);
    const kept = await landing.keep({ cleansed });
    expect(kept).toMatchObject({ sha256: landing.sha256, bytes: 11, kept: 'cleansed' });
    expect(kept.path).toBe(landedPath(dataDir, landing.sha256));
    expect(await readFile(kept.path, 'utf8')).toBe('******');
    // Another tenant sends the same bytes, and nobody notices the number in them.
    expect((await (await landed(path)).keep()).path).toBe(kept.path);
    expect(await readFile(kept.path, 'utf8')).toBe('******');
    expect(await names('landed')).toHaveLength(1);
    expect(await names('tmp')).toEqual([]);
  });

  test('a copy in our own form comes to rest packed, in the place of the bytes', async () => {
    await fresh();
    const path = await sent('a workbook with 13800138000 in it');
    const first = await (await landed(path)).keep();
    const canonicalCopy = await sent('"part","row"\n', 'tmp/copy');
    const kept = await (await landed(path)).keep({ canonicalCopy });
    expect(kept.path).toBe(landedCopyPath(dataDir, first.sha256));
    expect(zstdDecompressSync(await readFile(kept.path)).toString()).toBe('"part","row"\n');
    expect((await (await landed(path)).keep()).path).toBe(kept.path);
    expect(await names('landed')).toEqual([`${first.sha256}.csv.zst`]);
    expect(await names('tmp')).toEqual([]);
  });

  test('when the copy fails, nothing comes to rest and nothing is left', async () => {
    await fresh();
    for (const instead of [{ cleansed: '' }, { canonicalCopy: '' }]) {
      const landing = await landed(await sent('13800138000'));
      const gone = join(dataDir, 'tmp', 'no-such-copy');
      const [name] = Object.keys(instead) as ['cleansed'];
      await expect(landing.keep({ [name]: gone } as { cleansed: string })).rejects.toThrow('ENOENT');
    }
    expect(await names('tmp')).toEqual([]);
    expect(await readdir(dataDir)).not.toContain('landed');
  });

  test('what is dropped leaves nothing, and dropping what was kept does no harm', async () => {
    await fresh();
    const path = await sent('personal');
    await (await landed(path)).drop();
    expect(await readdir(dataDir)).toEqual(['sent.csv', 'tmp']);
    const landing = await landed(path);
    const kept = await landing.keep();
    await landing.drop();
    expect(await readFile(kept.path, 'utf8')).toBe('personal');
    expect(await names('tmp')).toEqual([]);
  });

  test('a file that is not there, or is a folder, is told; nothing is left of it', async () => {
    await fresh();
    expect(await land(join(dataDir, 'gone.csv'), dataDir)).toEqual({
      id: 'file_unreadable',
      value: 'ENOENT',
    });
    expect(await land(root, dataDir)).toEqual({ id: 'file_unreadable', value: 'EISDIR' });
    expect(await names('tmp')).toEqual([]);
  });

  test('a file that grows while it is read is told; nothing is left of it', async () => {
    await fresh();
    const path = await sent(Buffer.alloc(32 << 20, 'a'));
    let reading = true;
    const outcome = land(path, dataDir).finally(() => {
      reading = false;
    });
    while (reading) await appendFile(path, 'b');
    expect(await outcome).toEqual({ id: 'file_changing', value: '' });
    expect(await names('tmp')).toEqual([]);
  });

  test('a data folder that cannot be written stops the run: that is not the fault of the file', async () => {
    await fresh();
    const path = await sent('fine');
    await expect(land(path, join(dataDir, 'no-such-folder'))).rejects.toThrow('ENOENT');
  });
});

test('a finished file takes its name whole, over one that stands there', async () => {
  await fresh();
  const target = join(dataDir, 'lake', 'deep', 'a.parquet');
  for (const content of ['first', 'second']) {
    await writeFile(join(dataDir, 'tmp', 'x'), content);
    await settle(join(dataDir, 'tmp', 'x'), target);
    expect(await readFile(target, 'utf8')).toBe(content);
  }
  await expect(stat(join(dataDir, 'tmp', 'x'))).rejects.toThrow('ENOENT');
});
