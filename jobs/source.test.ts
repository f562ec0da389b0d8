import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { openTestServer, usccOf, writeRegistry } from './jobs.fixture.ts';
import { registry } from './registry.ts';
import { secretOf } from './secrets.ts';
import { describeSources, enterRotation, enterSecret } from './source.ts';

const server = await openTestServer();
afterAll(() => server.close());
const now = new Date('2026-11-10T01:00:00Z');
const piped = (text: string) => Readable.from([Buffer.from(text)]) as unknown as NodeJS.ReadStream;

async function opened() {
  const program = await server.program();
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  await registry(program, { folder, now });
  return { program, folder };
}

describe('secrets on the command line', () => {
  test('are read from standard input and never listed', async () => {
    const { program } = await opened();
    await enterSecret(program, 'S1', piped('token-1\n'), now);
    expect(await secretOf(program, 'S1')).toBe('token-1');
    const listed = await describeSources(program);
    expect(listed.map(({ source_id, secret_set_at }) => [source_id, secret_set_at])).toEqual([
      ['S1', now.toISOString()],
      ['S2', null],
      ['S3', null],
    ]);
    expect(JSON.stringify(listed)).not.toContain('token-1');
    await program.close();
  });

  test('of a source that is not registered are refused', async () => {
    const { program } = await opened();
    await expect(enterSecret(program, 'S9', piped('token-1\n'), now)).rejects.toMatchObject({
      code: 'unknown_source',
    });
    await program.close();
  });

  test('are sealed anew; with a key in the environment the one before is piped in', async () => {
    const { program } = await opened();
    await enterSecret(program, 'S1', piped('token-1'), now);
    expect(await enterRotation(program, piped(''))).toEqual({ secrets: 1 });
    const [first, second] = ['ab'.repeat(32), 'cd'.repeat(32)];
    const withKey = (secretKey: string) => ({ ...program, settings: { ...program.settings, secretKey } });
    await enterSecret(withKey(first), 'S1', piped('token-2'), now);
    await expect(enterRotation(withKey(second), piped('no key'))).rejects.toMatchObject({ code: 'usage' });
    expect(await enterRotation(withKey(second), piped(`${first}\n`))).toEqual({ secrets: 1 });
    expect(await secretOf(withKey(second), 'S1')).toBe('token-2');
    await program.close();
  });
});

test('a password in sources.csv is refused, and stands in no message and no record', async () => {
  const { program, folder } = await opened();
  const header = 'source_id,uscc,kind,location,template,semantics,due_day,options';
  const row = `X1,${usccOf(1)},sftp,sftp://clerk:pass-1@files.example.com/out,line,snapshot,10,`;
  await writeFile(join(folder, 'sources.csv'), `${header}\n${row}\n`);
  const refusal = await registry(program, { folder, now }).then(
    () => undefined,
    (error: Error & { details: unknown }) => error,
  );
  expect(refusal?.message).toContain('sources.csv 第2行 location“…”不能包含密码或令牌');
  expect(JSON.stringify([refusal?.message, refusal?.details])).not.toContain('pass-1');
  const { rows } = await program.database.pool.query('select * from job_run');
  expect(JSON.stringify(rows)).not.toContain('pass-1');
  expect((await describeSources(program)).map(({ source_id }) => source_id)).toEqual(['S1', 'S2', 'S3']);
  await program.close();
});
