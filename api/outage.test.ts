import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../warehouse/database.ts';
import { openPostgres, type Postgres, removeCluster } from '../warehouse/postgres.ts';
import { openApp, openWarehouse, publishQuarters, registerParks, type Warehouse } from './app.fixture.ts';
import { buildApp } from './app.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;

/** With a server that can be stopped: the built-in one, for nobody else. */
async function openAlone(): Promise<Warehouse & { readonly postgres: Postgres }> {
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-outage-'));
  const dataDir = join(folder, 'data');
  const postgres = await openPostgres({ dataDir });
  const database = await openDatabase(postgres.connection);
  const close = async () => {
    await database.close();
    await postgres.close();
    await removeCluster(dataDir);
    await rm(folder, { recursive: true, force: true });
  };
  return { dataDir, database, postgres, close };
}

afterEach(async () => {
  await app.close();
  await warehouse.close();
});

const series = '/api/v1/series?indicator=trade_value';

test('without its database the program lives, says so, and comes back with it', async () => {
  const alone = await openAlone();
  warehouse = alone;
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  const log: string[] = [];
  app = await openApp(warehouse.database, {
    logger: { level: 'warn', stream: { write: (line) => log.push(line) } },
  });
  const before = await app.inject(series);
  expect(before.statusCode).toBe(200);

  const disabled = once(app.answers.events, 'disabled');
  await alone.postgres.close();
  await disabled;
  // Without it nobody can be known: what is not for everybody is closed, the catalogue too.
  const closed = [
    '/ready',
    '/api/v1/ready',
    '/api/v1/parks',
    '/api/v1/quality?period=2026-03',
    '/api/v1/indicators',
  ];
  for (const path of [series, ...closed]) {
    const response = await app.inject(path);
    expect([response.statusCode, response.json().code], path).toEqual([503, 'database_unavailable']);
    expect(response.json().message).toMatch(/数据库.* \| .*database/);
  }
  for (const path of ['/health', '/api/v1/health', '/openapi.json', '/'])
    expect((await app.inject(path)).statusCode, path).toBe(200);
  expect(log.join('')).toMatch(/ECONNREFUSED|ENOENT|terminat/);

  const enabled = once(app.answers.events, 'enabled');
  const again = await openPostgres({ dataDir: warehouse.dataDir });
  await enabled;
  const after = await app.inject(series);
  expect([after.statusCode, after.body]).toEqual([200, before.body]);
  expect((await app.inject('/ready')).statusCode).toBe(200);
  await again.close();
});

test('an empty warehouse says what to do, and is answered when filled', async () => {
  warehouse = await openWarehouse();
  app = await openApp(warehouse.database);
  const response = await app.inject(series);
  expect([response.statusCode, response.json().code]).toEqual([404, 'no_release']);
  expect(response.json().message).toMatch(/parkstat publish/);
  const parks = (await app.inject('/api/v1/parks')).json();
  expect(parks.rows).toEqual([]);
  expect(parks.reason).toMatch(/registry load/);
  const releases = (await app.inject('/api/v1/releases')).json();
  expect([releases.rows, releases.reason]).toEqual([[], expect.stringMatching(/parkstat publish/)]);
  const cleared = once(app.answers.events, 'cleared');
  await publishQuarters(warehouse.database);
  await cleared;
  expect((await app.inject('/api/v1/releases')).json().rows.length).toBeGreaterThan(0);
});

test('a program that starts without its database starts, and finds it later', async () => {
  const alone = await openAlone();
  warehouse = alone;
  await registerParks(warehouse.database);
  await alone.postgres.close();
  app = buildApp({
    database: warehouse.database,
    siteDir: null,
    now: () => new Date('2026-05-20T00:00:00Z'),
  });
  await app.ready();
  expect(app.answers.enabled).toBe(false);
  expect((await app.inject('/api/v1/parks')).statusCode).toBe(503);
  const enabled = once(app.answers.events, 'enabled');
  const again = await openPostgres({ dataDir: warehouse.dataDir });
  await enabled;
  expect((await app.inject('/api/v1/parks')).statusCode).toBe(200);
  await again.close();
});
