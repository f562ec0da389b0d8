import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { readTar, type TarMember, tarOf } from './tar.ts';

const folder = await mkdtemp(join(tmpdir(), 'parkstat-tar-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const run = promisify(execFile);

const long = `files/${'a'.repeat(90)}/${'b'.repeat(80)}.txt`;
const contents: Readonly<Record<string, string>> = {
  'one.txt': 'one',
  'files/empty': '',
  'files/block': 'x'.repeat(512),
  'files/报告.html': '数',
  [long]: 'long',
};

async function* members(): AsyncGenerator<TarMember> {
  for (const [name, text] of Object.entries(contents)) {
    const content = Buffer.from(text);
    yield { name, bytes: content.length, content: [content] };
  }
}

async function bytesOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As a stream gives them: cut anywhere. */
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(source: AsyncIterable<Buffer>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of readTar(source))
    found[name] = (await bytesOf(content as AsyncIterable<Buffer>)).toString();
  return found;
}

const archive = await bytesOf(tarOf(members()));

it('is unpacked by tar, and read back however it is cut', async () => {
  await writeFile(join(folder, 'a.tar'), archive);
  await run('tar', ['-xf', 'a.tar'], { cwd: folder });
  for (const [name, text] of Object.entries(contents))
    expect([name, await readFile(join(folder, name), 'utf8')]).toEqual([name, text]);
  expect((await readdir(join(folder, 'files'))).length).toBe(4);
  for (const size of [1, 511, 513, archive.length]) expect(await read(cut(archive, size))).toEqual(contents);
});

it('skips what is not read', async () => {
  const names: string[] = [];
  for await (const { name } of readTar(cut(archive, 700))) names.push(name);
  expect(names).toEqual(Object.keys(contents));
});

it('is refused when it is cut short, altered or holds a link', async () => {
  const refused = async (bytes: Buffer) =>
    read(cut(bytes, 4096)).then(
      () => 'read',
      (error: { details: { what: string } }) => error.details.what,
    );
  expect(await refused(archive.subarray(0, -512))).toBe('end');
  expect(await refused(archive.subarray(0, 600))).toBe('end');
  const altered = Buffer.from(archive);
  altered.write('two.txt', 0);
  expect(await refused(altered)).toBe('checksum');
  await run('sh', ['-c', 'ln -s /etc/passwd link && tar --format=ustar -cf b.tar link'], { cwd: folder });
  expect(await refused(await readFile(join(folder, 'b.tar')))).toBe('type');
});

it('ends when a member is not as large as it said', async () => {
  const wrong = async (bytes: number) =>
    bytesOf(
      tarOf(
        (async function* () {
          yield { name: 'a', bytes, content: [Buffer.from('abc')] };
        })(),
      ),
    );
  await expect(wrong(2)).rejects.toThrow('a changed while it was read');
  await expect(wrong(4)).rejects.toThrow('a changed while it was read');
});

it('tells sizes beyond eight gigabytes', async () => {
  const size = 9 * 2 ** 30;
  const header = await tarOf(
    (async function* () {
      yield { name: 'large', bytes: size, content: [] };
    })(),
  ).next();
  const first = await readTar(cut(header.value as Buffer, 512)).next();
  expect((first.value as TarMember).bytes).toBe(size);
});
