import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestServer, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { registry } from './registry.ts';
import { rotateKey, secretOf, setSecret } from './secrets.ts';
import { withoutSecret } from './strike-out.ts';

const server = await openTestServer();
const now = new Date('2026-11-10T01:00:00Z');
let program: Program;
let file: string;
beforeEach(async () => {
  program = await server.program();
  file = join(program.settings.dataDir, 'secret.key');
  await registry(program, { folder: await writeRegistry(join(program.settings.dataDir, 'registry')), now });
  return () => program.close();
});
afterAll(() => server.close());

const withKey = (secretKey: string | null): Program => ({
  ...program,
  settings: { ...program.settings, secretKey },
});
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => ['not refused', ''],
    (error: Error & { code?: string }) => [error.code, error.message],
  );
const tables = async () => {
  const { rows } = await program.database.pool.query('select * from source_secret order by source_id');
  return JSON.stringify(rows.map((row) => ({ ...row, sealed: row.sealed.toString('latin1') })));
};

describe('a secret', () => {
  test('comes back as it went in; what lies in PostgreSQL does not hold it', async () => {
    await setSecret(program, 'S1', '密码-token-1\n', now);
    await setSecret(program, 'S2', '-----BEGIN KEY-----\nabc\n-----END KEY-----\n', now);
    expect(await secretOf(program, 'S1')).toBe('密码-token-1');
    expect(await secretOf(program, 'S2')).toBe('-----BEGIN KEY-----\nabc\n-----END KEY-----\n');
    expect(await secretOf(program, 'S3')).toBeNull();
    const stored = await tables();
    expect(stored).not.toContain('token-1');
    expect(stored).not.toContain('BEGIN');
  });

  test('may be replaced; sealed twice it looks different', async () => {
    await setSecret(program, 'S1', 'first', now);
    const before = await tables();
    await setSecret(program, 'S1', 'first', now);
    expect(await tables()).not.toBe(before);
    await setSecret(program, 'S1', 'second', now);
    expect(await secretOf(program, 'S1')).toBe('second');
  });

  test.each(['', '\n', 'x'.repeat(20_001)])('of %# is refused', async (text) => {
    expect((await refusalOf(setSecret(program, 'S1', text, now)))[0]).toBe('usage');
  });

  test('that was changed, or moved to another source, does not open', async () => {
    await setSecret(program, 'S1', 'token-1', now);
    await program.database.pool.query(
      "insert into source_secret select 'S2', key_id, nonce, sealed, set_at from source_secret",
    );
    expect((await refusalOf(secretOf(program, 'S2')))[0]).toBe('secret_unreadable');
    await program.database.pool.query(
      'update source_secret set sealed = set_byte(sealed, 0, 255 - get_byte(sealed, 0))',
    );
    expect((await refusalOf(secretOf(program, 'S1')))[0]).toBe('secret_unreadable');
  });
});

describe('the key', () => {
  test('is made once, outside of PostgreSQL, for its owner only', async () => {
    await Promise.all(['S1', 'S2', 'S3'].map((id) => setSecret(program, id, `token of ${id}`, now)));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await Promise.all(['S1', 'S2', 'S3'].map((id) => secretOf(program, id)))).toEqual([
      'token of S1',
      'token of S2',
      'token of S3',
    ]);
  });

  test('that others may read, or that is damaged, is refused', async () => {
    await setSecret(program, 'S1', 'token-1', now);
    await chmod(file, 0o640);
    expect(await refusalOf(secretOf(program, 'S1'))).toEqual([
      'configuration',
      expect.stringContaining('chmod 600'),
    ]);
    await chmod(file, 0o600);
    await writeFile(file, 'short');
    expect((await refusalOf(secretOf(program, 'S1')))[0]).toBe('configuration');
  });

  test('other than the one that sealed, or lost, is a clear refusal; entering the secret again helps', async () => {
    await setSecret(program, 'S1', 'token-1', now);
    const other = withKey('ab'.repeat(32));
    const [code, message] = await refusalOf(secretOf(other, 'S1'));
    expect(code).toBe('secret_unreadable');
    expect(message).toContain('parkstat source secret S1');
    await rm(file);
    expect((await refusalOf(secretOf(program, 'S1')))[0]).toBe('secret_unreadable');
    await setSecret(program, 'S1', 'token-2', now);
    expect(await secretOf(program, 'S1')).toBe('token-2');
  });

  test('of the environment is used, and no file is made', async () => {
    const own = withKey('ab'.repeat(32));
    await setSecret(own, 'S1', 'token-1', now);
    expect(await secretOf(own, 'S1')).toBe('token-1');
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('rotation', () => {
  test('makes a new key file; the old key opens nothing any more', async () => {
    await setSecret(program, 'S1', 'token-1', now);
    await setSecret(program, 'S2', 'token-2', now);
    const old = await readFile(file, 'utf8');
    expect(await rotateKey(program, null)).toEqual({ secrets: 2 });
    expect(await secretOf(program, 'S1')).toBe('token-1');
    expect(await secretOf(program, 'S2')).toBe('token-2');
    expect(await readFile(file, 'utf8')).not.toBe(old);
    expect((await refusalOf(secretOf(withKey(old.trim()), 'S1')))[0]).toBe('secret_unreadable');
  });

  test('that broke off before the file was renamed is picked up', async () => {
    await setSecret(program, 'S1', 'token-1', now);
    const old = await readFile(file, 'utf8');
    await rotateKey(program, null);
    await rename(file, `${file}.new`);
    await writeFile(file, old, { mode: 0o600 });
    expect(await secretOf(program, 'S1')).toBe('token-1');
    await setSecret(program, 'S2', 'token-2', now);
    expect(await rotateKey(program, null)).toEqual({ secrets: 2 });
    expect(await secretOf(program, 'S1')).toBe('token-1');
    expect(await secretOf(program, 'S2')).toBe('token-2');
    await expect(stat(`${file}.new`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('to a key of the environment is told the one before', async () => {
    const [first, second] = ['ab'.repeat(32), 'cd'.repeat(32)];
    await setSecret(withKey(first), 'S1', 'token-1', now);
    expect((await refusalOf(rotateKey(withKey(second), null)))[0]).toBe('secret_unreadable');
    expect(await secretOf(withKey(first), 'S1')).toBe('token-1');
    await rotateKey(withKey(second), first);
    expect(await secretOf(withKey(second), 'S1')).toBe('token-1');
  });
});

test('what is said is said without the secret', () => {
  const text = 'login failed for p@ss w, p%40ss%20w, cEBzcyB3';
  expect(withoutSecret(text, 'p@ss w')).toBe('login failed for …, …, …');
  expect(withoutSecret(text, null)).toBe(text);
});
