import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../fixtures/gb18030.ts';
import { type Archive, type ArchiveLimits, openArchive } from './archive.ts';
import { type Packed, zip } from './zip.fixture.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parkstat-archive-'));
});
afterAll(() => rm(dir, { recursive: true }));

const limits: ArchiveLimits = { maxExpandedBytes: 64 << 20, maxExpansionRatio: 100, maxMembers: 20 };

let files = 0;
async function open(bytes: Buffer, some: Partial<ArchiveLimits> = {}) {
  const path = join(dir, `${files++}.zip`);
  await writeFile(path, bytes);
  return openArchive(path, { ...limits, ...some });
}

/** What every member comes to: its text, or why it was refused. */
async function read(archive: Archive): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  try {
    for (const { name, copyTo } of archive.members) {
      const target = join(dir, `${files++}.member`);
      const problem = await copyTo(target);
      found[name] = problem ? `${problem.id}: ${problem.value}` : await readFile(target, 'utf8');
    }
  } finally {
    archive.close();
  }
  return found;
}

async function contents(bytes: Buffer, some: Partial<ArchiveLimits> = {}) {
  const archive = await open(bytes, some);
  return 'id' in archive ? archive : read(archive);
}

describe('an archive', () => {
  test('gives its members in the order of their names, folders left out', async () => {
    const bytes = zip([
      { name: '乙.csv', content: '2' },
      { name: 'b/', content: '' },
      { name: 'b/x.csv', content: 'a,b\n', stored: true },
      { name: 'a.csv', content: '1' },
    ]);
    const found = await contents(bytes);
    expect(Object.entries(found)).toEqual([
      ['a.csv', '1'],
      ['b/x.csv', 'a,b\n'],
      ['乙.csv', '2'],
    ]);
  });

  test('says what it leaves out', async () => {
    const archive = await open(
      zip([
        { name: '__MACOSX/._十月.csv', content: 'x' },
        { name: '数据/.DS_Store', content: 'x' },
        { name: 'Thumbs.db', content: 'x' },
        { name: '十月.csv', content: '1' },
      ]),
    );
    if ('id' in archive) throw new Error(archive.id);
    archive.close();
    expect(archive.ignored).toEqual(['__MACOSX/._十月.csv', '数据/.DS_Store', 'Thumbs.db']);
    expect(archive.members.map(({ name }) => name)).toEqual(['十月.csv']);
  });

  test('may be made by an old Chinese tool, whose names are GBK', async () => {
    const name = encodeGb18030('十月\\清单.csv');
    expect(await contents(zip([{ name, content: '1', flags: 0 }]))).toEqual({ '十月/清单.csv': '1' });
  });

  test('may give a name a second time, in UTF-8', async () => {
    const utf8 = Buffer.from('清单.csv');
    const extra = Buffer.concat([Buffer.from([0x75, 0x70, utf8.length + 5, 0, 1, 0, 0, 0, 0]), utf8]);
    expect(await contents(zip([{ name: 'x.csv', content: '1', flags: 0, extra }]))).toEqual({
      '清单.csv': '1',
    });
  });

  test.each<[string, readonly Packed[], string, string]>([
    ['no file', [{ name: 'folder/' }], 'archive_empty', ''],
    ['a way out of its folder', [{ name: '../../etc/passwd' }], 'archive_name', '../../etc/passwd'],
    ['a way out, written backwards', [{ name: 'a\\..\\..\\x.csv' }], 'archive_name', 'a/../../x.csv'],
    ['an absolute path', [{ name: '/etc/passwd' }], 'archive_name', '/etc/passwd'],
    ['a drive', [{ name: 'C:\\x.csv' }], 'archive_name', 'C:/x.csv'],
    ['a NUL in a name', [{ name: 'a.csv\0.exe' }], 'archive_name', 'a.csv?.exe'],
    ['a line end in a name', [{ name: 'a\nb.csv' }], 'archive_name', 'a?b.csv'],
    ['no name', [{ name: '' }], 'archive_name', ''],
    ['a name twice', [{ name: 'a.csv' }, { name: 'a.csv' }], 'archive_twice', 'a.csv'],
    ['a link', [{ name: 'a.csv', content: '/etc/passwd', mode: 0o120777 }], 'archive_link', 'a.csv'],
    ['a password', [{ name: 'a.csv', flags: 0x801 }], 'password_needed', 'a.csv'],
  ])('with %s is refused', async (_, members, id, value) => {
    expect(await contents(zip(members))).toEqual({ id, value });
  });

  test('with as many files as allowed passes, one more is refused', async () => {
    const members = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at}.csv` }));
    expect(await contents(zip(members(20)))).toMatchObject({ '0.csv': '', '19.csv': '' });
    expect(await contents(zip(members(21)))).toEqual({ id: 'archive_too_many', value: '20' });
    expect(await contents(zip(members(100)))).toEqual({ id: 'archive_too_many', value: '20' });
  });

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -30)],
    ['without its list', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['nothing but its mark', () => Buffer.from('504b0304', 'hex')],
  ])('that is %s is damaged', async (_, spoil) => {
    const bytes = zip([{ name: 'a.csv', content: 'text '.repeat(100), stored: true }]);
    expect(await open(spoil(bytes))).toEqual({ id: 'archive_damaged', value: '' });
  });

  test.each<[string, Packed]>([
    ['a wrong check sum', { name: 'a.csv', content: 'a,b\n', crc: 1 }],
    ['fewer bytes than it says', { name: 'a.csv', content: 'a,b\n', size: 5 }],
    ['more bytes than it says', { name: 'a.csv', content: 'a,b\n', size: 3 }],
    ['bytes that do not unpack', { name: 'a.csv', deflated: Buffer.from('ffffffff', 'hex'), size: 9 }],
  ])('whose member has %s is damaged', async (_, packed) => {
    expect(await contents(zip([packed]))).toEqual({ 'a.csv': 'archive_damaged: a.csv' });
  });

  test('that is not there stops the run', async () => {
    await expect(openArchive(join(dir, 'gone.zip'), limits)).rejects.toThrow('ENOENT');
  });
});

describe('a bomb', () => {
  const tenMegabytes = Buffer.alloc(10 << 20);

  test('is stopped by how much it grows, whatever it says of its size', async () => {
    for (const size of [tenMegabytes.length, 10])
      expect(Object.values(await contents(zip([{ name: 'a.csv', content: tenMegabytes, size }])))[0]).toBe(
        size === 10 ? 'archive_damaged: a.csv' : 'archive_bomb: a.csv',
      );
  });

  test('of many members is stopped, if each is small', async () => {
    const members = Array.from({ length: 20 }, (_, at) => ({
      name: `${String(at).padStart(2, '0')}.csv`,
      content: Buffer.alloc(1 << 20),
    }));
    const found = Object.values(await contents(zip(members)));
    expect(found[0]?.length).toBe(1 << 20);
    expect(found.at(-1)).toBe('archive_bomb: 19.csv');
  });

  test('whose members share one stretch of bytes is stopped', async () => {
    const deflated = deflateRawSync(Buffer.alloc(1 << 20));
    const members = Array.from({ length: 20 }, (_, at) => ({
      name: `${String(at).padStart(2, '0')}.csv`,
      content: Buffer.alloc(1 << 20),
      deflated,
    }));
    expect(Object.values(await contents(zip(members, { shared: true }))).at(-1)).toBe('archive_bomb: 19.csv');
  });

  test('that is honest about everything is stopped at the limit of bytes', async () => {
    const random = fc.sample(fc.uint8Array({ minLength: 1 << 16, maxLength: 1 << 16 }), {
      numRuns: 1,
      seed: 1,
    });
    const content = Buffer.concat(Array.from({ length: 64 }, () => Buffer.from(random[0] as Uint8Array)));
    const found = await contents(zip([{ name: 'a.csv', content, stored: true }]), {
      maxExpandedBytes: 1 << 20,
    });
    expect(found).toEqual({ 'a.csv': 'archive_too_big: 1 MB' });
  });
});

test('mutated archives are read or refused, and nothing else', async () => {
  const good = zip([
    { name: 'a.csv', content: '清单编号,币制\n1,USD\n'.repeat(50) },
    { name: 'b/c.csv', content: 'x', stored: true },
  ]);
  const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
  const cut = fc.oneof({ weight: 3, arbitrary: fc.constant(good.length) }, fc.nat(good.length));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), cut, async (changes, length) => {
      const bytes = Buffer.from(good);
      for (const { at, byte } of changes) bytes[at] = byte;
      const found = await contents(bytes.subarray(0, length));
      expect(Object.keys(found).length).toBeGreaterThan(0);
    }),
    { numRuns: 1500 },
  );
});
