import ssh2 from 'ssh2';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { pullFolder, refusalOf, type TestPull, textsOf } from './pull.fixture.ts';
import { fingerprintOf, pullSftp } from './sftp.ts';
import { sftpServer } from './sftp-server.fixture.ts';

const keys = ssh2.utils.generateKeyPairSync('ed25519');
const password = 'p@ss-子';
const server = await sftpServer({ password, publicKey: keys.public });
const folder = await pullFolder();
afterAll(async () => {
  await server.close();
  await folder.close();
});

if (server.hostKey instanceof Error) throw server.hostKey;
const hostKey = fingerprintOf(server.hostKey.getPublicSSH());
const mtime = Date.parse('2026-11-08T01:02:03Z') / 1000;
const put = (name: string, text: string, more: { mtime?: number; mode?: number } = {}) =>
  server.files.set(name, { content: Buffer.from(text), mtime, ...more });
const pull = (more: Partial<TestPull> = {}) =>
  folder.pull({ location: server.location, options: { host_key: hostKey }, secret: password, ...more });

beforeEach(() => {
  server.files.clear();
  server.hooks.afterList = () => undefined;
  server.hooks.duringRead = () => undefined;
  Object.assign(server.seen, { read: [], logins: [], lists: 0 });
});

describe('the host key', () => {
  test('that nobody has entered is shown, and nothing secret is sent', async () => {
    const refusal = await refusalOf(pullSftp(pull({ options: {} })));
    expect(refusal).toContain(`{"host_key":"${hostKey}"}`);
    expect(refusal).toContain('未登记');
    expect(server.seen.logins).toEqual([]);
  });

  test('other than the one entered is refused as such', async () => {
    const options = { host_key: `SHA256:${'A'.repeat(43)}` };
    const refusal = await refusalOf(pullSftp(pull({ options })));
    expect(refusal).toContain('可能有人冒充');
    expect(refusal).toContain(hostKey);
    expect(server.seen.logins).toEqual([]);
  });

  test('may be one of several while it is being replaced', async () => {
    const options = { host_key: `SHA256:${'A'.repeat(43)} ${hostKey}` };
    expect((await pullSftp(pull({ options }))).fetched).toEqual([]);
  });
});

describe('the login', () => {
  test('is by password or by private key', async () => {
    put('a.csv', 'a');
    expect(await textsOf(await pullSftp(pull()))).toEqual({ 'a.csv': 'a' });
    expect(await textsOf(await pullSftp(pull({ secret: keys.private })))).toEqual({ 'a.csv': 'a' });
  });

  test.each(['wrong', null, '-----BEGIN OPENSSH PRIVATE KEY-----\nno\n-----END OPENSSH PRIVATE KEY-----\n'])(
    'with %j is refused in words, without the secret',
    async (secret) => {
      const refusal = await refusalOf(pullSftp(pull({ secret })));
      expect(refusal).toContain('拒绝登录');
      if (secret) expect(refusal).not.toContain(secret);
    },
  );

  test('nobody there', async () => {
    const refusal = await refusalOf(pullSftp(pull({ location: 'sftp://clerk@127.0.0.1:1/out' })));
    expect(refusal).toContain('连接不上127.0.0.1:1（ECONNREFUSED）');
  });
});

describe('files', () => {
  test('that match come with their names and times, oldest first; the rest is left alone', async () => {
    put('月报-b.csv', 'b');
    put('月报-a.CSV', 'a');
    put('月报-old.csv', 'old', { mtime: mtime - 5 });
    for (const name of ['notes.txt', '月报.csv.part', '.月报.csv', '~$月报.csv', 'x.tmp']) put(name, 'no');
    for (const name of ['../月报-up.csv', 'in/月报-deep.csv', '月报-\u0000.csv', '..', 'c:\\月报.csv'])
      put(name, 'no');
    put('月报-dir.csv', '', { mode: 0o040755 });
    put('月报-link.csv', 'no', { mode: 0o120777 });
    const options = { host_key: hostKey, pattern: '月报*.csv' };
    const pulled = await pullSftp(pull({ options }));
    expect(
      pulled.fetched.map(({ arrival, seen }) => [arrival.fileName, arrival.fileTime.toISOString(), seen]),
    ).toEqual([
      ['月报-old.csv', '2026-11-08T01:01:58.000Z', { path: '/out/月报-old.csv', bytes: 3 }],
      ['月报-a.CSV', '2026-11-08T01:02:03.000Z', { path: '/out/月报-a.CSV', bytes: 1 }],
      ['月报-b.csv', '2026-11-08T01:02:03.000Z', { path: '/out/月报-b.csv', bytes: 1 }],
    ]);
    for (const { arrival } of pulled.fetched) expect(arrival.path.startsWith(`${folder.folder}/`)).toBe(true);
    expect(server.seen.read).toEqual(['月报-old.csv', '月报-a.CSV', '月报-b.csv']);
  });

  test('that were fetched before are fetched again only when size or time has changed', async () => {
    put('same.csv', 'same');
    put('longer.csv', 'longer now');
    put('newer.csv', 'newer', { mtime: mtime + 1 });
    const was = (bytes: number) => ({ bytes, fileTime: mtime * 1000 });
    const seen = new Map([
      ['/out/same.csv', was(4)],
      ['/out/longer.csv', was(6)],
      ['/out/newer.csv', was(5)],
    ]);
    expect(await textsOf(await pullSftp(pull({ seen })))).toEqual({
      'longer.csv': 'longer now',
      'newer.csv': 'newer',
    });
  });

  test('that grow between two looks are left for later', async () => {
    put('growing.csv', 'begin');
    put('done.csv', 'done');
    server.hooks.afterList = () => put('growing.csv', `begin${'.'.repeat(server.seen.lists)}`);
    expect(await textsOf(await pullSftp(pull()))).toEqual({ 'done.csv': 'done' });
    expect(server.seen.read).toEqual(['done.csv']);
  });

  test('that change while they are read are left for later', async () => {
    put('a.csv', 'first');
    server.hooks.duringRead = () => {
      put('a.csv', 'first', { mtime: mtime + 9 });
      return undefined;
    };
    expect((await pullSftp(pull())).fetched).toEqual([]);
    expect(server.seen.read).toEqual(['a.csv']);
  });

  test('over the limit are named; the others come', async () => {
    put('big.csv', 'x'.repeat(2000));
    put('small.csv', 'x');
    const pulled = await pullSftp(pull({ limits: { maxFileBytes: 1000 } }));
    expect(await textsOf(pulled)).toEqual({ 'small.csv': 'x' });
    expect(pulled.problem?.zh).toContain('1个文件未取（big.csv）：内容超过上限（1000 B）');
    expect(server.seen.read).toEqual(['small.csv']);
  });

  test('of a megabyte come whole', async () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `row ${at}\n`).join('');
    put('long.csv', text);
    expect(await textsOf(await pullSftp(pull()))).toEqual({ 'long.csv': text });
  });
});

test('a folder that is not there is said to be so', async () => {
  const refusal = await refusalOf(pullSftp(pull({ location: server.location.replace('/out', '/other') })));
  expect(refusal).toContain('打不开目录“/other”');
});

test('a server that falls silent is left', async () => {
  put('a.csv', 'a');
  server.hooks.duringRead = () => 'stall';
  expect(await refusalOf(pullSftp(pull({ limits: { silence: 300 } })))).toContain('没有响应');
});
