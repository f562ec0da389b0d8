import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openApp, openWarehouse, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
let folder: string;
const script = `console.log(${JSON.stringify('x'.repeat(5000))})`;

beforeAll(async () => {
  warehouse = await openWarehouse();
  folder = await mkdtemp(join(tmpdir(), 'parkstat-pages-'));
  const site = join(folder, 'site');
  await mkdir(join(site, 'assets'), { recursive: true });
  await mkdir(join(site, 'data'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(site, '.hidden'), 'secret');
  await writeFile(join(site, 'index.html'), '<!doctype html><title>园区统计</title>');
  await writeFile(join(site, 'assets', 'index-BLelQzcO.js'), script);
  await writeFile(join(site, 'data', 'first.js'), 'window.parkstatFirst = {};');
  app = await openApp(warehouse.database, { siteDir: site });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
  await rm(folder, { recursive: true });
});

test('the root is the page; only files named by their content may be kept by browsers', async () => {
  const page = await app.inject('/');
  expect(page.body).toContain('园区统计');
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const data = await app.inject('/data/first.js');
  expect(data.headers['cache-control']).toBe('no-cache');
  const hashed = await app.inject('/assets/index-BLelQzcO.js');
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('files are compressed, and not sent again when unchanged', async () => {
  const packed = await app.inject({
    url: '/assets/index-BLelQzcO.js',
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.rawPayload).toString()).toBe(script);
  const again = await app.inject({ url: '/data/first.js' });
  const conditional = await app.inject({
    url: '/data/first.js',
    headers: { 'if-none-match': String(again.headers.etag) },
  });
  expect(conditional.statusCode).toBe(304);
});

test('folders are not listed, and nothing outside or hidden is given away', async () => {
  for (const path of [
    '/assets/',
    '/assets',
    '/.hidden',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/missing.js',
  ]) {
    const response = await app.inject(path);
    expect([403, 404], path).toContain(response.statusCode);
    expect(response.body, path).not.toContain('secret');
    expect(response.json(), path).toMatchObject({ code: 'not_found' });
  }
});

test('without built pages the root says how to build them', async () => {
  for (const siteDir of [null, join(folder, 'nowhere')]) {
    const bare = await openApp(warehouse.database, { siteDir });
    const page = await bare.inject('/');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('npm run build');
    await bare.close();
  }
});
