import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { march, openApp, publish, publishQuarters, registerParks } from '../api/app.fixture.ts';
import type { Server } from '../api/server.ts';
import { openTestServer } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { releasedFolder } from './released-files.ts';
import { sqlModeOf } from './sql-mode.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: Awaited<ReturnType<typeof openTestServer>>;
let program: Program;
let mode: ReturnType<typeof sqlModeOf>;
let app: Server;

beforeAll(async () => {
  postgres = await openTestServer();
  program = await postgres.program();
  await registerParks(program.database);
  await publishQuarters(program.database);
  // Half a second is enough to see that time ends.
  mode = sqlModeOf(program, { seconds: 0.5 });
  app = await openApp(program.database, { sqlMode: mode, writes: 'open' });
});
afterAll(async () => {
  await app?.close();
  await mode?.close();
  await program?.close();
  await postgres?.close();
});

async function run(sql: string, more: object = {}) {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/sql', payload: { sql, ...more } });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body, said: answer.json() };
}

const city =
  "indicator = 'trade_value' and park = '_T' and mode = '_T' and partner = '_T' and chapter = '_T'";

test('reads what is released, exactly, at the newest vintage or an earlier one', async () => {
  const sql = `select period, value, release from observation where ${city} and period >= '2026-02' order by period`;
  const before = await run(sql);
  expect(before.said).toMatchObject({
    columns: [
      { name: 'period', type: 'VARCHAR' },
      { name: 'value', type: 'DECIMAL(38,6)' },
      { name: 'release', type: 'VARCHAR' },
    ],
    rows: [
      ['2026-02', '60.000000', '2026-02.1'],
      ['2026-03', '180.500000', '2026-03.1'],
    ],
    more: null,
  });
  await publish(program.database, '2026-03', '2026-05-08T02:00:00Z', march('200.50'));
  expect((await run(sql)).said.rows[1]).toEqual(['2026-03', '200.500000', '2026-03.2']);
  expect((await run(sql, { asOf: '2026-04-20' })).said.rows[1]).toEqual([
    '2026-03',
    '180.500000',
    '2026-03.1',
  ]);
  expect((await run(sql, { asOf: '2026-03-20' })).said.rows).toEqual([['2026-02', '60.000000', '2026-02.1']]);
  const vintages = await run(
    `select number, value from observation_vintage where ${city} and period = '2026-03' order by 1`,
  );
  expect(vintages.said.rows).toEqual([
    [1, '180.500000'],
    [2, '200.500000'],
  ]);
  const files = await readdir(releasedFolder(program));
  expect(files.filter((file) => file.startsWith('2026-03.'))).toHaveLength(2);
  expect(files.filter((file) => file !== 'tmp' && !file.endsWith('.parquet'))).toEqual([]);
});

test('tells what a statement would cost, without running it and with no place of the machine', async () => {
  const estimate = async (sql: string) =>
    app.inject({ method: 'POST', url: '/api/v1/sql/estimate', payload: { sql } });
  const cross = (await estimate('select * from range(1000000) a, range(1000000) b')).json();
  expect(cross).toMatchObject({ rows: 1e12, most: 1e12 });
  const grouped = await estimate('select park, sum(value) from observation group by park order by 2');
  const operators = grouped.json().steps.map(({ operator }: { operator: string }) => operator);
  expect(operators.at(-1)).toMatch(/READ_PARQUET/);
  expect(grouped.json().read).toBeGreaterThan(0);
  // A table's rows are known, and reading all of it is all that is done.
  const parks = (await run('select count(*)::int from park')).said.rows[0][0];
  expect((await estimate('select * from park')).json()).toMatchObject({ rows: parks, read: parks });
  expect(grouped.body).not.toMatch(/parquet['"]|released\//);
  const refused = await estimate("select * from read_text('/etc/passwd')");
  expect([refused.statusCode, refused.json().code]).toEqual([400, 'usage']);
  expect((await estimate('select 1; select 2')).statusCode).toBe(400);
});

test('says when there are more rows than are given, also in CSV', async () => {
  const { said } = await run('select * from range(3000)', { limit: 7 });
  expect({ rows: said.rows.length, more: said.more, limit: said.limit }).toEqual({
    rows: 7,
    more: 'rows',
    limit: 7,
  });
  expect((await run('select * from range(7)', { limit: 7 })).said.more).toBeNull();
  const large = await run("select repeat('x', 1000000) from range(100)");
  expect(large.said.more).toBe('bytes');
  const csv = await app.inject({
    method: 'POST',
    url: '/api/v1/sql',
    payload: { sql: `select 'a,b' as "x", null as y from range(2)`, limit: 1, format: 'csv' },
  });
  expect(csv.body).toBe('\uFEFFx,y\r\n"a,b",\r\n# 后面还有未给出的行 | there are more rows than these\r\n');
  expect(csv.headers['x-truncated']).toBe('true');
});

test('with, joins, windows, describe and summaries are for whoever can use them', async () => {
  for (const sql of [
    'with a as (select 1 as x) select x from a',
    'with recursive a as (select 1 as x union all select x + 1 from a where x < 5) select max(x) from a',
    'select park.zh, sum(value) over (partition by park.park) from observation join park on park.park = observation.park',
    'describe observation',
    'from release select release limit 1',
    'select * from (values (1), (2)) as two(x)',
    'select unnest([1, 2])',
  ])
    expect({ sql, status: (await run(sql)).status }).toEqual({ sql, status: 200 });
});

const wrong = [
  "select * from read_csv('/etc/passwd')",
  "select * from read_text('/etc/passwd')",
  "select * from '/etc/passwd'",
  "select * from '../../postgres/identity.json'",
  "select * from read_parquet('*.parquet')",
  "select * from glob('/*')",
  "copy (select 1) to '/tmp/parkstat-copied.csv'",
  "attach '/tmp/parkstat-attached.db'",
  "attach ':memory:' as other",
  'install httpfs',
  'load httpfs',
  'set threads = 64',
  'reset memory_limit',
  'pragma database_list',
  'pragma show_tables',
  'call enable_logging()',
  "select * from enable_logging(storage = 'file', storage_path = '/tmp/parkstat-logged')",
  "select getenv('PATH')",
  "select current_setting('temp_directory')",
  'select * from duckdb_settings()',
  'select * from duckdb_views()',
  'select * from pragma_database_list()',
  'select * from information_schema.tables',
  'select * from pg_catalog.pg_class',
  'select * from main.observation',
  "select * from query('select 1')",
  "select * from query_table('observation')",
  'create table a as select 1',
  'drop view observation',
  'insert into release select * from release',
  'delete from release',
  'select 1; drop view observation',
  'select 1; select 2',
  'explain analyze select 1',
  'checkpoint',
  "export database '/tmp'",
  '',
  ';',
  '-- nothing',
  'selec 1',
  'select no_such_column from observation',
  "select 'x'::integer",
];

test('nothing but one SELECT over what is released: a refusal that helps, and names no place of the machine', async () => {
  for (const sql of wrong) {
    const { status, body, said } = await run(sql);
    expect({ sql: sql.slice(0, 60), status }).toEqual({ sql: sql.slice(0, 60), status: 400 });
    expect(said.message).toMatch(/\p{Script=Han}.* \| .*[a-z]/su);
    expect(body).not.toContain(program.settings.dataDir);
    expect(body).not.toContain('root:');
    expect(body).not.toMatch(/\n\s+at |\.ts:\d/);
  }
  expect((await readdir('/tmp')).filter((name) => /^parkstat-(copied|attached|logged)/.test(name))).toEqual(
    [],
  );
});

test('what would take all time or memory meets a limit, and the next statement runs', async () => {
  const bombs = [
    'select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b',
    'with recursive a as (select 1 as x union all select x + 1 from a) select count(*) from a',
    'select list(range) from range(2000000000)',
    "select repeat('x', 4000000000)",
    "select string_agg(repeat('x', 1000000), '') from range(100000)",
  ];
  for (const sql of bombs) {
    const { status, said } = await run(sql);
    expect({ sql, status, code: said.code }).toEqual({ sql, status: 400, code: 'too_large' });
  }
  expect((await run('select 1')).said.rows).toEqual([[1]]);
});

test('many at once: as many as may run, the others are told to wait, and health is answered', async () => {
  const slow = 'select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b';
  const asked = Array.from({ length: 20 }, () => run(slow));
  const health = await app.inject('/api/v1/health');
  expect(health.statusCode).toBe(200);
  const statuses = (await Promise.all(asked)).map(({ status, said, headers }) => [
    status,
    said.code,
    headers['retry-after'],
  ]);
  const busy = statuses.filter(([status]) => status === 429);
  expect(busy).toHaveLength(12);
  expect(new Set(busy.map(([, code, after]) => `${code} ${after}`))).toEqual(new Set(['busy 5']));
  expect(statuses.filter(([status]) => status === 400)).toHaveLength(8);
});

test('a text that is too long is not even read', async () => {
  const long = await run(`select '${'x'.repeat(25_000)}'`);
  expect(long.status).toBe(400);
  expect(long.said.details.parameter).toBe('sql');
  const huge = await run(`select '${'x'.repeat(10_000_000)}'`);
  expect(huge.status).toBe(413);
  expect(huge.said.message).toMatch(/\p{Script=Han}/u);
});

test('a statement whose asker is gone is stopped', async () => {
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const stopped = new AbortController();
  const asked = fetch(`${origin}/api/v1/sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      sql: 'select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b',
    }),
    signal: stopped.signal,
  }).catch((error: unknown) => String(error));
  stopped.abort();
  expect(await asked).toContain('abort');
  expect((await run('select 2')).said.rows).toEqual([[2]]);
});
