import { once } from 'node:events';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { notify } from '../warehouse/notify.ts';
import {
  march,
  openApp,
  openWarehouse,
  publish,
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
});
afterAll(() => warehouse.close());
beforeEach(async () => {
  app = await openApp(warehouse.database);
});
afterEach(() => app.close());

const url = '/api/v1/series?indicator=trade_value&from=2026-01&to=2026-03&mode=_T,9610,9710&flow=*';

/** How many statements the warehouse is sent while `work` runs. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const { pool } = warehouse.database;
  let sent = 0;
  const count = () => sent++;
  pool.on('acquire', count);
  await work();
  pool.off('acquire', count);
  return sent;
}

/** Runs `work` while nobody can read an observation; `waiting` resolves when somebody tries to. */
async function locked(work: (waiting: () => Promise<void>) => Promise<void>): Promise<void> {
  const { pool } = warehouse.database;
  const lock = await pool.connect();
  try {
    await lock.query('begin');
    await lock.query('lock table observation in access exclusive mode');
    // Not asked on the connection of the lock: a transaction sees one state of the activity throughout.
    const waiters = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await work(() =>
      vi.waitFor(async () => expect((await pool.query(waiters)).rowCount).toBe(1), { timeout: 20_000 }),
    );
  } finally {
    await lock.query('rollback');
    lock.release();
  }
}

/** After the announcement of something new has been heard. */
async function heard(work: () => Promise<unknown>): Promise<void> {
  const cleared = once(app.answers.events, 'cleared');
  await work();
  await cleared;
}

test('an answer is computed once, whatever the order of the parameters', async () => {
  const first = await app.inject(url);
  expect(first.statusCode).toBe(200);
  expect(app.answers.size).toBe(1);
  const turned = url.replace('?indicator=trade_value&', '?').concat('&indicator=trade_value');
  const asked = await statements(async () => {
    const second = await app.inject(turned);
    expect(second.body).toBe(first.body);
    expect(second.headers).toEqual({ ...first.headers, date: second.headers.date });
  });
  expect(asked).toBe(0);
});

test('those who ask the same at the same time share one computation', async () => {
  const asked = await statements(async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => app.inject(url)));
    expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
    expect(responses.every(({ statusCode }) => statusCode === 200)).toBe(true);
  });
  // Whether there are accounts, the releases, the observations, the notes.
  expect(asked).toBe(4);
});

test('each format and each encoding is kept on its own, compressed once', async () => {
  const plain = await app.inject(url);
  const br = await app.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } });
  const gzip = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  const csv = await app.inject({ url, headers: { accept: 'text/csv', 'accept-encoding': 'br' } });
  expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept, Accept-Encoding' });
  expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip' });
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body);
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
  expect(brotliDecompressSync(csv.rawPayload).toString()).toMatch(/^indicator,park/);
  expect(br.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
  expect(new Set([plain, br, gzip, csv].map(({ headers }) => headers.etag)).size).toBe(4);
  expect(app.answers.size).toBe(4);
  const again = await app.inject({ url, headers: { 'accept-encoding': 'br' } });
  expect(again.rawPayload).toEqual(br.rawPayload);
  // Below a kilobyte a body stays as it is.
  const short = await app.inject({
    url: '/api/v1/releases?asOf=2020-01-01',
    headers: { 'accept-encoding': 'br' },
  });
  expect(short.headers).not.toHaveProperty('content-encoding');
});

test('If-None-Match is answered by 304 without a body, kept or not', async () => {
  const { headers } = await app.inject(url);
  const conditional = { url, headers: { 'if-none-match': `"other", ${headers.etag}` } };
  const kept = await app.inject(conditional);
  await heard(() => notify(warehouse.database, 'registry_loaded', ''));
  const computed = await app.inject(conditional);
  for (const response of [kept, computed]) {
    expect([response.statusCode, response.body]).toEqual([304, '']);
    expect(response.headers).toMatchObject({ etag: headers.etag, 'cache-control': 'private, no-cache' });
    expect(response.headers).not.toHaveProperty('content-length');
  }
  const changed = await app.inject({ url, headers: { 'if-none-match': '"other"' } });
  expect(changed.statusCode).toBe(200);
});

test('HEAD has the headers of GET', async () => {
  const head = await app.inject({ method: 'HEAD', url });
  const get = await app.inject(url);
  const kept = await app.inject({ method: 'HEAD', url });
  for (const response of [head, kept]) {
    expect(response.body).toBe('');
    expect(response.headers).toEqual({ ...get.headers, date: response.headers.date });
  }
});

test('a new release is seen by the next question', async () => {
  const ask = async () =>
    (await app.inject('/api/v1/series?indicator=trade_value&from=2026-03')).json().rows[0];
  expect(await ask()).toMatchObject({ value: '180.50', release: '2026-03.1' });
  await heard(() => publish(warehouse.database, '2026-03', '2026-05-01T00:00:00Z', march('190.75')));
  expect(app.answers.size).toBe(0);
  expect(await ask()).toMatchObject({ value: '190.75', release: '2026-03.2', status: 'r' });
});

test('an answer begun before a release is not kept after it', async () => {
  let begun: Promise<{ statusCode: number }> | undefined;
  await locked(async (waiting) => {
    begun = app.inject(url).then((response) => response);
    await waiting();
    await heard(() => notify(warehouse.database, 'release_published', ''));
  });
  expect((await begun)?.statusCode).toBe(200);
  expect(app.answers.size).toBe(0);
});

test.each(['registry_loaded', 'deliveries_recorded', 'report_written'] as const)(
  '%s clears what is kept',
  async (channel) => {
    await app.inject('/api/v1/parks');
    expect(app.answers.size).toBe(1);
    await heard(() => notify(warehouse.database, channel, ''));
    expect(app.answers.size).toBe(0);
  },
);

test('refusals are not kept, and do not hold up others that ask the same', async () => {
  const wrong = '/api/v1/series?indicator=trade_value&mode=9711';
  const responses = await Promise.all(Array.from({ length: 5 }, () => app.inject(wrong)));
  expect(responses.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 400]);
  expect(app.answers.size).toBe(0);
});

test('nothing is kept while announcements cannot be heard; then it is again', async () => {
  await app.inject(url);
  const disabled = once(app.answers.events, 'disabled');
  const enabled = once(app.answers.events, 'enabled');
  await warehouse.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()`,
  );
  await disabled;
  expect([app.answers.enabled, app.answers.size]).toEqual([false, 0]);
  expect((await app.inject(url)).statusCode).toBe(200);
  await enabled;
  await app.inject(url);
  expect([app.answers.enabled, app.answers.size]).toEqual([true, 1]);
});

test('a client that leaves does not keep others waiting', async () => {
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  let staying: Promise<Response> | undefined;
  await locked(async (waiting) => {
    const left = fetch(address + url, { signal: leaving.signal });
    await waiting();
    staying = fetch(address + url);
    leaving.abort();
    await expect(left).rejects.toThrow();
  });
  expect((await staying)?.status).toBe(200);
});
