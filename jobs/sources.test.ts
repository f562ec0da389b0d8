import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Period } from '../catalogue/period.ts';
import { fingerprintOf } from '../ingest/sources/sftp.ts';
import { sftpServer } from '../ingest/sources/sftp-server.fixture.ts';
import { readQuality } from '../warehouse/quality.ts';
import { listRuns } from '../warehouse/runs.ts';
import { sourceStates, unreadAmong } from '../warehouse/sources.ts';
import { monthsToAsk } from './ask-source.ts';
import { type CollectCall, collect, deliver } from './collect.ts';
import { lineFile, openTestServer, type TestLine, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { toSeenFile } from './record.ts';
import { registry } from './registry.ts';
import { isDueAgain } from './schedule.ts';
import { catchUp } from './scheduler.ts';
import { setSecret } from './secrets.ts';

const server = await openTestServer();
const at = (text: string) => new Date(`${text}+08:00`);
const now = at('2026-11-10T06:00');
const limits = { firstPause: 5, settling: 5, retries: 1 };
const october = (no: number): TestLine => ({ no, released: '2026-10-05', amount: `${no}.10` });

let program: Program;
let app: FastifyInstance;
let base: string;
/** What the interface answers, by path, and what it was asked. */
let answers: Record<string, { status?: number; etag?: string; body: string }>;
/** What a request waits for. */
let hold: (url: string) => Promise<void>;
let asked: { url: string; token: string | undefined; etag: string | undefined }[];

beforeEach(async () => {
  program = await server.program();
  answers = {};
  asked = [];
  hold = async () => undefined;
  app = fastify({ forceCloseConnections: true });
  app.get('/*', async ({ url, headers }, reply) => {
    asked.push({ url, token: headers.authorization, etag: headers['if-none-match'] });
    await hold(url);
    const answer = answers[url.split('?')[0] ?? ''];
    if (!answer) return reply.code(500).send('down');
    if (answer.etag) reply.header('etag', answer.etag);
    if (answer.etag && headers['if-none-match'] === answer.etag) return reply.code(304).send();
    return reply.code(answer.status ?? 200).send(answer.body);
  });
  base = await app.listen({ port: 0 });
});
afterEach(async () => {
  await app.close();
  await program.close();
});
afterAll(() => server.close());

interface SourceRow {
  readonly id: string;
  readonly tenant?: number;
  readonly kind: string;
  readonly location: string;
  readonly options?: object;
  readonly due?: string;
}

async function loadSources(sources: readonly SourceRow[]): Promise<void> {
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  const rows = sources.map(({ id, tenant = 1, kind, location, options = {}, due = '10' }) =>
    [id, usccOf(tenant), kind, location, 'line', 'snapshot', due, JSON.stringify(options)]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(','),
  );
  const header = 'source_id,uscc,kind,location,template,semantics,due_day,options';
  await writeFile(join(folder, 'sources.csv'), `${[header, ...rows].join('\n')}\n`);
  await registry(program, { folder, now });
}

const run = (call: Partial<CollectCall> = {}) => collect(program, { now, limits, ...call });
const stateOf = async (id: string) =>
  (await sourceStates(program.database)).find(({ source_id }) => source_id === id);
const csv = { format: 'csv' };

describe('collection from servers', () => {
  test('an interface: token sent, file taken in, tag kept; unchanged it is not fetched again', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv }]);
    await setSecret(program, 'H1', 'token-1', now);
    answers['/lines.csv'] = { etag: '"v1"', body: lineFile([october(1), october(2)]) };
    const first = await run();
    expect(first.counts).toMatchObject({ files: 1, new: 1, accepted: 2, failed_sources: 0 });
    expect(first.deliveries).toMatchObject([{ source_id: 'H1', file_name: 'H1.csv', periods: ['2026-10'] }]);
    expect((await run()).counts).toMatchObject({ files: 0, new: 0, failed_sources: 0 });
    expect(asked).toEqual([
      { url: '/lines.csv', token: 'Bearer token-1', etag: undefined },
      { url: '/lines.csv', token: 'Bearer token-1', etag: '"v1"' },
    ]);
    expect(await stateOf('H1')).toMatchObject({ failures: 0, error: null, last_success: now, etag: '"v1"' });
    const left = await readdir(join(program.settings.dataDir, 'tmp'));
    expect(left.filter((name) => name.startsWith('pull'))).toEqual([]);
  });

  test('the same bytes without a tag are the same delivery', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv }]);
    answers['/lines.csv'] = { body: lineFile([october(1)]) };
    const [first] = (await run()).deliveries;
    const second = await run();
    expect(second.counts).toMatchObject({ files: 1, new: 0 });
    expect(second.again.map(({ id }) => id)).toEqual([first?.id]);
  });

  test('a month asked for is the month of the file; months missed are caught up', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv?m={period}`, options: csv }]);
    answers['/lines.csv'] = { body: lineFile([october(1)]) };
    await run();
    answers['/lines.csv'] = { body: lineFile([{ ...october(2), released: '2026-11-05' }]) };
    const late = await run({ now: at('2027-01-03T06:00') });
    expect(asked.map(({ url }) => url)).toEqual([
      '/lines.csv?m=2026-10',
      '/lines.csv?m=2026-10',
      '/lines.csv?m=2026-11',
      '/lines.csv?m=2026-12',
    ]);
    expect(late.deliveries.filter(({ accepted }) => accepted > 0).map(({ periods }) => periods)).toEqual([
      ['2026-11'],
    ]);
    expect(await stateOf('H1')).toMatchObject({ period: '2026-12' });
  });

  test('SFTP: new and changed files; a refused one is not fetched again until it changes', async () => {
    const sftp = await sftpServer({ password: 'pw-1' });
    if (sftp.hostKey instanceof Error) throw sftp.hostKey;
    const options = { pattern: '*.csv', host_key: fingerprintOf(sftp.hostKey.getPublicSSH()) };
    await loadSources([{ id: 'F1', kind: 'sftp', location: sftp.location, options }]);
    await setSecret(program, 'F1', 'pw-1\n', now);
    const put = (name: string, text: string, mtime: number) =>
      sftp.files.set(name, { content: Buffer.from(text), mtime });
    put('a.csv', lineFile([october(1)]), 1_794_000_000);
    put('bad.csv', '', 1_794_000_000);
    const first = await run();
    expect(first.counts).toMatchObject({ files: 2, new: 2, accepted: 1, refused: 1, failed_sources: 0 });
    expect((await run()).counts).toMatchObject({ files: 0 });
    put('a.csv', lineFile([october(1), october(2)]), 1_794_000_009);
    expect((await run()).counts).toMatchObject({ files: 1, new: 1, accepted: 2 });
    expect(sftp.seen.read).toEqual(['a.csv', 'bad.csv', 'a.csv']);
    await sftp.close();
  });

  test('a PostgreSQL view: exactly its rows; unchanged it is the same delivery', async () => {
    const { databaseUrl } = program.settings;
    const url = new URL(databaseUrl ?? '');
    const password = decodeURIComponent(url.password);
    url.password = '';
    const client = new pg.Client({ connectionString: databaseUrl ?? '' });
    await client.connect();
    const [header = '', ...rows] = lineFile([october(1), october(2)])
      .trim()
      .split('\n');
    const columns = header.split(',').map((name) => pg.escapeIdentifier(name));
    await client.query(
      `create schema erp; create table erp.row (${columns.map((name) => `${name} text`).join(', ')})`,
    );
    for (const row of rows)
      await client.query(
        `insert into erp.row values (${row
          .split(',')
          .map((cell) => pg.escapeLiteral(cell))
          .join(', ')})`,
      );
    await client.query('create view erp.line as select * from erp.row');
    await client.end();
    await loadSources([{ id: 'P1', kind: 'postgres', location: url.href, options: { view: 'erp.line' } }]);
    await setSecret(program, 'P1', password, now);
    expect((await run()).counts).toMatchObject({ files: 1, new: 1, accepted: 2, failed_sources: 0 });
    expect((await run()).counts).toMatchObject({ files: 1, new: 0 });
  });
});

describe('a source that fails', () => {
  test('does not hold up the others; why is recorded without its secret', async () => {
    await loadSources([
      { id: 'H1', kind: 'http', location: `${base}/nothing`, options: csv },
      { id: 'F1', tenant: 2, kind: 'sftp', location: 'sftp://clerk@127.0.0.1:1/out' },
      { id: 'S3', tenant: 3, kind: 'inbox', location: 'S3' },
      { id: 'U1', tenant: 3, kind: 'upload', location: '' },
    ]);
    await setSecret(program, 'H1', 'token-1', now);
    await writeAt(join(program.settings.dataDir, 'inbox', 'S3', 'a.csv'), lineFile([october(3)]));
    const result = await run();
    expect(result.counts).toMatchObject({ files: 1, new: 1, failed_sources: 2 });
    expect(result.failures.map(({ source_id }) => source_id)).toEqual(['F1', 'H1']);
    expect(await stateOf('H1')).toMatchObject({ failures: 1, last_success: null, last_try: now });
    expect((await stateOf('H1'))?.error?.zh).toContain('状态500');
    expect(await stateOf('S3')).toMatchObject({ failures: 0, last_success: now });
    expect(await stateOf('U1')).toBeUndefined();
    expect(
      JSON.stringify([result, await sourceStates(program.database), await listRuns(program.database)]),
    ).not.toContain('token-1');
  });

  test('slowly holds up neither the other sources nor what is handed in', async () => {
    await loadSources([
      { id: 'H1', kind: 'http', location: `${base}/slow.csv`, options: csv },
      { id: 'H2', tenant: 2, kind: 'http', location: `${base}/lines.csv`, options: csv },
      { id: 'S3', tenant: 3, kind: 'inbox', location: 'S3' },
    ]);
    answers['/slow.csv'] = { body: lineFile([october(1)]) };
    answers['/lines.csv'] = { body: lineFile([october(2)]) };
    await writeAt(join(program.settings.dataDir, 'inbox', 'S3', 'a.csv'), lineFile([october(3)]));
    const handedIn = await writeAt(join(program.settings.dataDir, 'b.csv'), lineFile([october(4)]));
    const arrival = {
      path: handedIn,
      fileName: 'b.csv',
      fileTime: now,
      uscc: usccOf(1),
      sourceId: null,
      declaredPeriod: null,
    };
    const recorded: string[] = [];
    // The slow one answers only when the others are recorded: held up by it, they would wait for ever.
    hold = async (url) => {
      if (url !== '/slow.csv') return;
      recorded.push((await deliver(program, arrival, now)).deliveries[0]?.file_name ?? '');
      while (recorded.length < 3) {
        const { rows } = await program.database.pool.query(
          "select file_name from delivery where source_id in ('H2', 'S3')",
        );
        if (rows.length === 2) recorded.push(...rows.map(({ file_name }) => file_name).sort());
      }
    };
    const result = await run();
    expect(recorded).toEqual(['b.csv', 'H2.csv', 'a.csv']);
    expect(result.counts).toMatchObject({ files: 3, new: 3, accepted: 3, failed_sources: 0 });
    expect(result.deliveries.at(-1)).toMatchObject({ source_id: 'H1' });
  });

  test('for want of its key says so, and the others come', async () => {
    await loadSources([
      { id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv },
      { id: 'S3', tenant: 3, kind: 'inbox', location: 'S3' },
    ]);
    await setSecret(program, 'H1', 'token-1', now);
    const other = { ...program, settings: { ...program.settings, secretKey: 'ab'.repeat(32) } };
    const result = await collect(other, { now, limits });
    expect(result.failures).toEqual([{ source_id: 'H1', message: expect.stringContaining('打不开') }]);
    expect(asked).toEqual([]);
  });

  test('goes on from where it stood when recording fails: the same bytes, the same delivery', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv }]);
    answers['/lines.csv'] = { etag: '"v1"', body: lineFile([october(1)]) };
    const { pool } = program.database;
    await pool.query(`create function stop() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger stop before insert on delivery for each row execute function stop()`);
    await expect(run()).rejects.toThrow('no');
    expect(await stateOf('H1')).toBeUndefined();
    await pool.query('drop trigger stop on delivery');
    expect((await run()).counts).toMatchObject({ new: 1, accepted: 1 });
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, undefined]);
  });

  test('to give content that can be taken is asked again in full, and what is corrected comes', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv }]);
    answers['/lines.csv'] = { etag: '"v1"', body: 'not,a,template\n1,2,3\n' };
    expect((await run()).counts).toMatchObject({ refused: 1, failed_sources: 0 });
    expect(await stateOf('H1')).toMatchObject({ failures: 0, etag: null });
    expect((await stateOf('H1'))?.error?.zh).toContain('表头');
    await run();
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, undefined]);
  });

  test('is tried again an hour later the same day, and not before', async () => {
    await loadSources([{ id: 'H1', kind: 'http', location: `${base}/lines.csv`, options: csv }]);
    await catchUp(program, at('2026-11-09T20:00'));
    answers['/lines.csv'] = { status: 404, body: '' };
    await catchUp(program, at('2026-11-10T06:00'));
    expect(asked).toHaveLength(1);
    await catchUp(program, at('2026-11-10T06:59'));
    expect(asked).toHaveLength(1);
    answers['/lines.csv'] = { body: lineFile([october(1)]) };
    await catchUp(program, at('2026-11-10T07:00'));
    expect(asked).toHaveLength(2);
    expect(await stateOf('H1')).toMatchObject({ failures: 0, last_success: at('2026-11-10T07:00') });
    await catchUp(program, at('2026-11-10T09:00'));
    expect(asked).toHaveLength(2);
  });
});

describe('files of an inbox', () => {
  test('with the same time are told apart by their path', async () => {
    await loadSources([{ id: 'S1', kind: 'inbox', location: 'S1' }]);
    const inbox = join(program.settings.dataDir, 'inbox', 'S1');
    await writeAt(join(inbox, 'a.csv'), lineFile([october(1)]));
    await writeAt(join(inbox, 'b.csv'), lineFile([october(2)]));
    const { deliveries } = await run();
    const { rows } = await program.database.pool.query(
      'select path, bytes, delivery_id from seen_file order by path',
    );
    const ids = Object.fromEntries(deliveries.map(({ file_name, id }) => [file_name, id]));
    expect(rows).toEqual([
      {
        path: join(inbox, 'a.csv'),
        bytes: String(Buffer.byteLength(lineFile([october(1)]))),
        delivery_id: ids['a.csv'],
      },
      { path: join(inbox, 'b.csv'), bytes: rows[0].bytes, delivery_id: ids['b.csv'] },
    ]);
  });

  test('that could not be read are tried again next time, whether they failed now or before', async () => {
    await loadSources([{ id: 'S1', kind: 'inbox', location: 'S1' }]);
    await writeAt(join(program.settings.dataDir, 'inbox', 'S1', 'bad.csv'), '');
    const [bad] = (await run()).deliveries;
    const id = bad?.id ?? '';
    const { database } = program;
    expect([...(await unreadAmong(database, [], [id]))]).toEqual([]);
    await database.pool.query("update delivery set refusal_id = 'file_unreadable'");
    expect([...(await unreadAmong(database, [], [id, 'other']))]).toEqual([id]);
    const fresh = [
      { id: 'a', refusal_id: 'file_changing' },
      { id: 'b', refusal_id: 'empty_file' },
      { id: 'c', refusal_id: null },
    ];
    expect([...(await unreadAmong(database, fresh, []))]).toEqual(['a']);
    const path = '/in/a.csv';
    const arrival = {
      path,
      fileName: 'a.csv',
      fileTime: now,
      uscc: null,
      sourceId: 'S1',
      declaredPeriod: null,
    };
    const file = { arrival, seen: { path, bytes: null } };
    const ids = new Map([[path, 'a']]);
    expect(toSeenFile(file, ids, [], new Set(['a']))).toEqual([]);
    expect(toSeenFile(file, ids, [], new Set())).toEqual([
      { source_id: 'S1', path, bytes: 0, file_time: now, delivery_id: 'a' },
    ]);
  });
});

test.each([
  ['2026-11-09T23:59', 0],
  ['2026-11-10T00:01', 1],
])('a due day on a Saturday is the Monday after it: what comes at %s is late: %i', async (when, late) => {
  await loadSources([{ id: 'S1', kind: 'inbox', location: 'S1', due: '7' }]);
  await writeAt(join(program.settings.dataDir, 'inbox', 'S1', 'a.csv'), lineFile([october(1)]));
  await run({ now: at(when) });
  expect(await readQuality(program.database, '2026-10' as Period)).toMatchObject({ received: 1, late });
});

describe('months to ask for', () => {
  const byMonth = { location: 'https://a.example.com/{period}', options: {} };
  test.each([
    [null, undefined, ['2026-10']],
    ['2026-10', undefined, ['2026-10']],
    ['2026-08', undefined, ['2026-08', '2026-09', '2026-10']],
    ['2026-12', undefined, ['2026-10']],
    ['2026-10', '2026-03', ['2026-03']],
  ])('last %s, told %s: %j', (period, told, expected) => {
    expect(monthsToAsk(byMonth, { period }, told as never, now)).toEqual(expected);
  });

  test('at most twelve, and one question for a source without months', () => {
    expect(monthsToAsk(byMonth, { period: '2024-01' }, undefined, now)).toHaveLength(12);
    expect(monthsToAsk({ location: 'https://a.example.com/', options: {} }, null, undefined, now)).toEqual([
      null,
    ]);
    expect(
      monthsToAsk({ location: 'postgres://a', options: { period_column: 'd' } }, null, undefined, now),
    ).toEqual(['2026-10']);
  });
});

test.each([
  ['2026-11-10T06:00', '2026-11-10T06:59', 1, false],
  ['2026-11-10T06:00', '2026-11-10T07:00', 1, true],
  ['2026-11-10T06:00', '2026-11-10T07:00', 0, false],
  ['2026-11-10T23:30', '2026-11-11T00:30', 1, false],
])('tried at %s, at %s with %i failures: due again %s', (last, then, failures, expected) => {
  expect(isDueAgain({ failures, last_try: at(last) }, at(then))).toBe(expected);
});
