import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { anyAnalyst, type Reader } from '../api/access/reader.ts';
import {
  correctedAt,
  correctedMarch,
  now,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  registerParks,
  type Warehouse,
} from '../api/app.fixture.ts';
import { exportLimits } from '../api/exports/job.ts';
import type { Server } from '../api/server.ts';
import type { Period } from '../catalogue/period.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { readSeriesTable, type SeriesQuery } from '../warehouse/series.ts';
import { countRows, readSeriesParts } from '../warehouse/series-parts.ts';
import { tableFiles } from './table-files.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let folder: string;
let clock = now;
let app: Server;

const limits = { ...exportLimits, rows: 400, ofReader: 2 };
const openServer = (atOnce = 1, as: Reader | null = null) => {
  const { dataDir } = warehouse;
  const duck = { folders: [dataDir], tempDir: `${dataDir}/tmp/duckdb`, memoryLimit: '500MB', threads: 1 };
  return openApp(warehouse.database, {
    now: () => clock,
    writes: 'local',
    ...(as ? { access: { signIn: 'required', published: 'signed-in', as } } : {}),
    exportFolder: folder,
    exportLimits: { ...limits, atOnce },
    files: tableFiles(`${dataDir}/tmp`, duck),
  });
};

beforeAll(async () => {
  warehouse = await openWarehouse();
  folder = join(warehouse.dataDir, 'exports');
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await publish(warehouse.database, '2026-03', correctedAt, correctedMarch);
  app = await openServer();
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const base = 'indicator=trade_value&park=*&mode=*&flow=*&partner=*';
const query = { indicator: 'trade_value', park: '*', mode: '*', flow: '*', partner: '*' };

function post(url: string, payload: object = {}) {
  return app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: { host: 'localhost' } });
}
const get = (url: string, headers = {}) => app.inject({ url, headers });

/** An export that is over. */
async function made(format: string, asked: object = query) {
  const asking = await post('/exports', { query: asked, format });
  expect(asking.statusCode, asking.body).toBe(202);
  await app.exports?.idle();
  const { body } = await get(String(asking.headers.location));
  return JSON.parse(body);
}

describe('parts of a series', () => {
  const select = {
    park: '*',
    mode: '*',
    flow: ['_T', 'import', 'export'],
    partner: ['USA', '_T', 'FRA'],
  } as const;
  const whole: SeriesQuery = {
    indicator: 'trade_value',
    select,
    from: '2025-01' as Period,
    to: '2026-03' as Period,
    last: null,
    transform: 'level',
    asOf: null,
  };
  test.each([
    ['level', whole],
    ['yoy', { ...whole, transform: 'yoy' as const }],
    ['share', { ...whole, transform: 'share' as const, of: 'partner' as const }],
    ['contribution', { ...whole, transform: 'contribution' as const, of: 'mode' as const }],
    ['counted anew', { ...whole, indicator: 'active_tenants' as const, select: { park: '*' } as const }],
    ['in total', { ...whole, select: {} }],
  ])('%s: they are the whole, and counted before they are read', async (_name, asked: SeriesQuery) => {
    const { database } = warehouse;
    const releases = await visibleReleases(database, null);
    const { cells, months } = await readSeriesTable(database, asked, releases);
    const inParts: (typeof cells)[number][] = [];
    for await (const part of readSeriesParts(database, asked, releases, 1)) inParts.push(...part.cells);
    expect(inParts).toEqual(cells);
    expect(await countRows(database, asked, releases)).toBe(cells.length * months.length);
  });
});

test('an export is asked for, followed and fetched; it is the same as the answer', async () => {
  const { body, headers } = await get(`/api/v1/series?${base}&format=csv`);
  const job = await made('csv');
  expect(job).toMatchObject({ state: 'done', progress: 1, rows: Number(headers['x-total']) });
  expect(job.rows_written).toBe(job.rows);
  expect(job.query.permalink).toBe(`/api/v1/series?${base}`);
  const file = await get(job.file);
  expect(file.body).toBe(body);
  expect(file.headers).toMatchObject({
    'content-length': String(job.bytes),
    'x-total': String(job.rows),
    'x-truncated': 'false',
    'content-disposition': 'attachment; filename="trade_value_level_2025-01_2026-03.csv"',
  });
  const packed = await get(job.file, { 'accept-encoding': 'gzip' });
  expect(gunzipSync(packed.rawPayload).toString()).toBe(body);
  expect((await get(job.file, { 'if-none-match': file.headers.etag })).statusCode).toBe(304);
  // Begun again where it broke off, also by a client that would take it packed.
  const part = await get(job.file, {
    range: 'bytes=10-',
    'accept-encoding': 'gzip',
    'if-range': file.headers.etag,
  });
  expect([part.statusCode, part.body]).toEqual([206, file.rawPayload.subarray(10).toString()]);
  expect(part.headers['content-range']).toBe(`bytes 10-${job.bytes - 1}/${job.bytes}`);
  expect((await get(job.file, { range: 'bytes=-5' })).body).toBe(file.rawPayload.subarray(-5).toString());
  expect((await get(job.file, { range: 'bytes=3-1' })).statusCode).toBe(200);
  expect((await get(job.file, { range: 'bytes=10-', 'if-range': '"another"' })).statusCode).toBe(200);
  const outside = await get(job.file, { range: `bytes=${job.bytes}-` });
  expect([outside.statusCode, outside.headers['content-range']]).toEqual([416, `bytes */${job.bytes}`]);
  const counts = Object.entries(job.statuses).map(([status, count]) => `${status}=${count}`);
  expect(counts.sort().join(', ')).toBe(String(headers['x-status-counts']).split(', ').sort().join(', '));
});

test('every format of an export has the rows', async () => {
  const arrow = await made('arrow');
  const table = tableFromIPC((await get(arrow.file)).rawPayload);
  const rows = (await get(`/api/v1/series?${base}`)).json().rows as Record<string, string>[];
  for (const column of ['park', 'mode', 'partner', 'period', 'status', 'reason', 'release'])
    expect([...(table.getChild(column) ?? [])]).toEqual(rows.map((row) => row[column]));
  for (const format of ['parquet', 'xlsx']) {
    const job = await made(format);
    const once = await get(`/api/v1/series?${base}&format=${format}`);
    const file = await get(job.file);
    expect(file.headers['content-type']).toBe(once.headers['content-type']);
    expect(file.rawPayload.length).toBe(job.bytes);
  }
});

test('an export keeps to the vintage that was newest when it was asked for', async () => {
  const past = await made('csv', { ...query, asOf: '2026-05-07' });
  expect(past.query.vintage).toBe('2026-05-07T15:59:59.999Z');
  expect((await get(past.file)).body).toContain(',2026-03,180.50,');
});

test('what is over the limits, unknown, or not ready is refused with the reason', async () => {
  const large = await post('/exports', { query: { ...query, to: '2099-12' } });
  expect([large.statusCode, large.json()]).toMatchObject([
    400,
    { code: 'too_large', details: { limit: 400 } },
  ]);
  const strange = await post('/exports', { query: { ...query, colour: 'red' } });
  expect([strange.statusCode, strange.json().details.nearest]).toEqual([400, []]);
  const nearly = await post('/exports', { query: { indicator: 'trade_value', partner: 'UAS' } });
  expect(nearly.json().details).toMatchObject({
    parameter: 'partner',
    nearest: expect.arrayContaining(['USA']),
  });
  expect((await post('/exports', { query, format: 'json' })).statusCode).toBe(400);
  for (const id of ['../../postgres', 'a', '%2e%2e%2f', '0b9f5f0e-6d7c-4a53-9f6c-2f2a3f1f7c11'])
    for (const rest of ['', '/file'])
      expect((await get(`/api/v1/exports/${id}${rest}`)).statusCode).toBe(404);
  const { id } = await made('csv');
  expect((await post(`/exports/${id}/cancel`)).json().code).toBe('wrong_state');
});

test('a reader waits for a few at a time, may let them go, and finds them again after a restart', async () => {
  await app.close();
  // Nothing is written yet, so that all of them wait.
  app = await openServer(0);
  const asked = [
    await post('/exports', { query }),
    await post('/exports', { query }),
    await post('/exports', { query }),
  ];
  expect(asked.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429]);
  expect(asked[2]?.headers['retry-after']).toBe('30');
  const [first, second] = asked.map((one) => one.json());
  expect((await get(`/api/v1/exports/${first.id}/file`)).json()).toMatchObject({ code: 'wrong_state' });
  expect((await post(`/exports/${first.id}/cancel`)).json().state).toBe('cancelled');
  await app.close();
  app = await openServer();
  await app.exports?.idle();
  const states = await Promise.all([first, second].map(({ id }) => get(`/api/v1/exports/${id}`)));
  expect(states.map((one) => one.json().state)).toEqual(['cancelled', 'done']);
});

test('what one reader exports is not there for another', async () => {
  const { id } = await made('csv');
  await app.close();
  app = await openServer(1, analyst('a1'));
  for (const url of [`/api/v1/exports/${id}`, `/api/v1/exports/${id}/file`])
    expect((await get(url)).statusCode).toBe(404);
  expect((await post(`/exports/${id}/cancel`)).statusCode).toBe(404);
  const own = await made('csv');
  expect((await get('/api/v1/exports')).json().rows.map((row: { id: string }) => row.id)).toEqual([own.id]);
  await app.close();
  app = await openServer(1, analyst('a2'));
  expect((await get(own.file)).statusCode).toBe(404);
  await app.close();
  app = await openServer();
});

test('after a restart exports are known; when they expire, nothing is left', async () => {
  const { id, file } = await made('csv');
  const { body } = await get(file);
  await app.close();
  app = await openServer();
  expect((await get(file)).body).toBe(body);
  clock = new Date(now.getTime() + exportLimits.keptMs);
  expect((await get(file)).statusCode).toBe(404);
  expect((await get('/api/v1/exports')).json().rows).toEqual([]);
  expect(await readdir(folder)).not.toContain(id);
  clock = now;
});

/** Somebody with an account of this number. */
function analyst(account_id: string): Reader {
  const account = { account_id, name: account_id, display_name: account_id, roles: ['analyst'] as const };
  return { ...anyAnalyst, account: { ...account, parks: [], tenants: [], disabled: false } };
}
