import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../catalogue/refusal.ts';
import { inboxFolder, listInbox } from './inbox.ts';
import { tenant } from './ingest.fixture.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parkstat-inbox-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const source = (location: string, source_id = 'S1') => ({ source_id, uscc: tenant, location });

describe('the folder of a source', () => {
  test('is below the inbox, named by the source unless a place is given, or where an absolute place is', () => {
    expect(inboxFolder('/data', source(''))).toBe('/data/inbox/S1');
    expect(inboxFolder('/data', source('parks/a'))).toBe('/data/inbox/parks/a');
    expect(inboxFolder('/data', source('parks/../b'))).toBe('/data/inbox/b');
    expect(inboxFolder('/data', source('/mnt/share'))).toBe('/mnt/share');
  });

  test.each(['..', '../other', '.', 'a/../..', 'a/../../inbox2', '../inbox2'])(
    'never leaves the inbox: %s is refused with the source named',
    async (location) => {
      const refused = await listInbox(dataDir, source(location)).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refusal);
      expect(refused).toMatchObject({ code: 'registry_invalid' });
      expect(String(refused)).toContain(location);
      expect(String(refused)).toContain('S1');
    },
  );

  test('that is not there holds nothing', async () => {
    expect(await listInbox(dataDir, source('nowhere'))).toEqual([]);
  });
});

test('files are listed in name order, each with its time and the month of its folder; the rest is left alone', async () => {
  const folder = join(dataDir, 'inbox', 'S2');
  const outside = join(dataDir, 'outside');
  for (const name of ['', '2026-10', '2026-10/2026-09', '2026-13', 'old', '.hidden-folder'])
    await mkdir(join(folder, name), { recursive: true });
  await mkdir(outside);
  const time = new Date('2026-11-02T03:04:05Z');
  const put = async (name: string, in_ = folder) => {
    await writeFile(join(in_, name), name);
    await utimes(join(in_, name), time, time);
  };
  const waiting = [
    'b.csv',
    'a.csv',
    '十月.csv',
    '2026-11',
    '2026-10/c.csv',
    '2026-10/a.csv',
    'UPPER.CSV',
    'a.csv.bak',
  ];
  const left = [
    '.hidden.csv',
    'copying.csv.part',
    'copying.TMP',
    'x.crdownload',
    '~$open.xlsx',
    '.~lock.a.csv#',
    '2026-10/.hidden',
    '2026-10/2026-09/deep.csv',
    '2026-13/no-month.csv',
    'old/a.csv',
    '.hidden-folder/a.csv',
  ];
  for (const name of [...waiting, ...left]) await put(name);
  await put('secret.csv', outside);
  await symlink(join(outside, 'secret.csv'), join(folder, 'link.csv'));
  await symlink(outside, join(folder, '2026-08'));
  await symlink(join(folder, 'gone'), join(folder, 'dangling.csv'));

  const arrivals = await listInbox(dataDir, source('', 'S2'));
  expect(arrivals.map(({ path }) => path.slice(folder.length + 1))).toEqual([
    '2026-10/a.csv',
    '2026-10/c.csv',
    '2026-11',
    'UPPER.CSV',
    'a.csv',
    'a.csv.bak',
    'b.csv',
    '十月.csv',
  ]);
  expect(arrivals[0]).toEqual({
    path: join(folder, '2026-10/a.csv'),
    fileName: 'a.csv',
    fileTime: time,
    uscc: tenant,
    sourceId: 'S2',
    declaredPeriod: '2026-10',
  });
  expect(arrivals.slice(2).every(({ declaredPeriod }) => declaredPeriod === null)).toBe(true);
});

test('a name that is no UTF-8 is told, and holds up no other file', async () => {
  const folder = join(dataDir, 'inbox', 'S3');
  await mkdir(join(folder, '2026-10'), { recursive: true });
  const gbk = Buffer.from([0xca, 0xae, 0xd4, 0xc2, 0x2e, 0x63, 0x73, 0x76]); // 十月.csv
  for (const place of [folder, join(folder, '2026-10')])
    await writeFile(Buffer.concat([Buffer.from(`${place}/`), gbk]), 'x');
  await writeFile(join(folder, 'z.csv'), 'z');
  const unnamable: string[] = [];
  const arrivals = await listInbox(dataDir, source('', 'S3'), unnamable);
  expect(arrivals.map(({ fileName }) => fileName)).toEqual(['z.csv']);
  expect(unnamable).toEqual(['十月.csv', '十月.csv']);
});
