import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makePerson, tokenOf } from './access/access.fixture.ts';
import {
  now,
  openApp,
  openWarehouse,
  publishQuarters,
  registerParks,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await warehouse.database.pool.query(`
    insert into job_run (job, slot, told_now, started_at, finished_at, state) values
      ('collect', 'a', '2026-05-01', '2026-05-01T00:00:00Z', '2026-05-01T00:01:00Z', 'done'),
      ('collect', 'b', '2026-05-02', '2026-05-02T00:00:00Z', '2026-05-02T00:01:00Z', 'done'),
      ('collect', 'c', '2026-05-03', '2026-05-03T00:00:00Z', '2026-05-03T00:01:00Z', 'failed')`);
  await warehouse.database.pool.query(`
    insert into job_slot (job, slot, due_at) values
      ('publish', '2026-03', '2026-04-12T01:00:00Z'), ('publish', '2026-04', '2026-05-12T01:00:00Z')`);
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

/** Read by the rules of the format: a line is a comment, or a name, labels in braces, and a number. */
function parse(text: string): Map<string, number> {
  const found = new Map<string, number>();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trim().split('\n')) {
    if (/^# (HELP|TYPE) [a-z_0-9]+ \S/.test(line) || line === '') continue;
    const [, name = '', value = ''] = /^([a-z_0-9]+(?:\{(?:[a-z]+="[^"]*",?)*\})?) (\S+)$/.exec(line) ?? [];
    expect([line, name !== '', Number.isFinite(Number(value)), found.has(name)]).toEqual([
      line,
      true,
      true,
      false,
    ]);
    found.set(name, Number(value));
  }
  return found;
}

test('tell requests by route, jobs, what is due, months, and the process', async () => {
  await app.inject('/api/v1/series?indicator=trade_value');
  await app.inject('/api/v1/series?indicator=trade_value');
  await app.inject('/api/v1/releases/2020-01.1');
  await app.inject('/api/v1/nothing-of-the-kind');
  const { statusCode, headers, body } = await app.inject('/metrics');
  expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'no-store',
  ]);
  const found = parse(body);
  const at = (text: string) => Date.parse(text) / 1000;
  expect(
    Object.fromEntries([...found].filter(([name]) => /^parkstat_(http_requests|job|open)/.test(name))),
  ).toEqual({
    'parkstat_http_requests_total{method="GET",route="/api/v1/series",status="200"}': 2,
    'parkstat_http_requests_total{method="GET",route="/api/v1/releases/:id",status="404"}': 1,
    'parkstat_http_requests_total{method="GET",route="none",status="404"}': 1,
    'parkstat_job_runs_total{job="collect",state="done"}': 2,
    'parkstat_job_runs_total{job="collect",state="failed"}': 1,
    'parkstat_job_last_success_timestamp_seconds{job="collect"}': at('2026-05-02T00:01:00Z'),
    'parkstat_open_slots{job="publish"}': 2,
    'parkstat_open_slot_due_timestamp_seconds{job="publish"}': at('2026-04-12T01:00:00Z'),
  });
  expect(found.get('parkstat_http_request_seconds_count{method="GET",route="/api/v1/series"}')).toBe(2);
  expect(found.get('parkstat_database_up')).toBe(1);
  expect(found.get('parkstat_month_state{period="2026-03",state="published"}')).toBe(1);
  expect(found.get('parkstat_month_state{period="2026-04",state="collecting"}')).toBe(1);
  const [total] = (await warehouse.database.pool.query('select count(*)::int as n from release')).rows;
  expect(found.get('parkstat_releases')).toBe(total.n);
  for (const name of ['process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
    expect(found.get(name)).toBeGreaterThan(1_000_000);
  expect(found.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  // The route, never who or what was asked for.
  expect(body).not.toContain('2020-01');
});

test('once there are accounts, are for officers and administrators, by token', async () => {
  const account = await makePerson(warehouse.database, 'watcher', { roles: ['admin'] }, now);
  const token = await tokenOf(warehouse.database, account, now);
  const guarded = await openApp(warehouse.database);
  expect((await guarded.inject('/metrics')).statusCode).toBe(401);
  const asked = await guarded.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } });
  expect(asked.statusCode).toBe(200);
  expect(
    parse(asked.body).get('parkstat_http_requests_total{method="GET",route="/metrics",status="401"}'),
  ).toBe(1);
  await guarded.close();
});
