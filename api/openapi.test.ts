import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWarehouse, publishQuarters, recordMarch, registerParks, type Warehouse } from './app.fixture.ts';
import { buildApp } from './app.ts';
import { type Description, type Faults, openChecker, operationsOf } from './contract.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
let description: Description;
let checker: Awaited<ReturnType<typeof openChecker>>;
const registered: string[] = [];

beforeAll(async () => {
  checker = await openChecker();
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await recordMarch(warehouse.database);
  app = buildApp({
    database: warehouse.database,
    siteDir: null,
    now: () => new Date('2026-05-20T00:00:00Z'),
  });
  app.addHook('onRoute', ({ method, url }) => {
    registered.push(`${String(method).toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`);
  });
  await app.ready();
  description = (await app.inject('/openapi.json')).json();
});
afterAll(async () => {
  await checker.close();
  await app.close();
  await warehouse.close();
});

const operations = () => operationsOf(description);
const faults: Faults = (schema, value) => checker.faults(schema, value);

test('every registered route is described, and no other', () => {
  // Pages are no part of the API, neither the one that stands in for the dashboards nor simulated ones; HEAD goes with GET.
  const isPage = (route: string) => route === 'get /' || route.startsWith('get /simulated/');
  const expected = registered.filter((route) => !route.startsWith('head ') && !isPage(route));
  expect(description.openapi).toBe('3.1.0');
  expect(
    operations()
      .map(([route]) => route)
      .sort(),
  ).toEqual(expected.sort());
  expect(expected.length).toBeGreaterThan(34);
});

test('every operation says what it is, each with an id and a known tag', () => {
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = description.tags.map(({ name }) => name);
  for (const [route, operation] of operations()) {
    expect(operation.operationId, route).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary, route).toMatch(/.+ \| .+/);
    expect(tags, route).toEqual(expect.arrayContaining(operation.tags as string[]));
    for (const name of route.match(/(?<=\{)\w+(?=\})/g) ?? []) {
      expect(operation.parameters, route).toContainEqual(
        expect.objectContaining({ name, in: 'path', required: true }),
      );
    }
  }
});

test('every parameter has a description and an example that fits its schema', async () => {
  for (const [route, { parameters = [] }] of operations()) {
    for (const { name, description, schema, example } of parameters) {
      expect(description, `${route} ${name}`).toMatch(/.+ \| .+/);
      expect(faults(schema as object, example), `${route} ${name}`).toBeNull();
    }
  }
});

test('every response has a description, a schema, and an example that fits it', async () => {
  for (const [route, { responses }] of operations()) {
    expect(Object.keys(responses), route).toEqual(expect.arrayContaining(['400', '500', '503']));
    expect(Object.keys(responses)[0], route).toMatch(/^2\d\d$/);
    for (const [status, { description, content }] of Object.entries(responses)) {
      expect(description, `${route} ${status}`).toMatch(/\S/);
      for (const [type, { schema, example }] of Object.entries(content ?? {})) {
        expect(example, `${route} ${status} ${type}`).toBeDefined();
        expect(faults(schema as object, example), `${route} ${status} ${type}`).toBeNull();
      }
    }
  }
});

test.each([
  ['/health', '/health'],
  ['/ready', '/ready'],
  ['/api/v1/health', '/api/v1/health'],
  ['/api/v1/ready', '/api/v1/ready'],
  ['/openapi.json', '/openapi.json'],
  ['/api/v1/indicators', '/api/v1/indicators'],
  ['/api/v1/indicators/{id}', '/api/v1/indicators/parcels'],
  ['/api/v1/codes', '/api/v1/codes'],
  ['/api/v1/parks', '/api/v1/parks'],
  ['/api/v1/series', '/api/v1/series?indicator=trade_value&park=*&transform=yoy'],
  ['/api/v1/comparison', '/api/v1/comparison?indicator=trade_value&period=2026-02'],
  ['/api/v1/releases', '/api/v1/releases'],
  ['/api/v1/releases/{id}', '/api/v1/releases/2026-03.1'],
  ['/api/v1/releases/{id}/changes', '/api/v1/releases/2026-03.1/changes'],
  ['/api/v1/vintages', '/api/v1/vintages?indicator=trade_value&park=*'],
  ['/api/v1/structure', '/api/v1/structure?indicator=trade_value&period=2026-03&by=park&mode=*'],
  ['/api/v1/coverage', '/api/v1/coverage?indicator=trade_value'],
  ['/api/v1/origin', '/api/v1/origin?indicator=trade_value&period=2026-03'],
  ['/api/v1/revisions', '/api/v1/revisions?indicator=trade_value'],
  ['/api/v1/seasonal/check', '/api/v1/seasonal/check?indicator=trade_value'],
  ['/api/v1/indicators/{id}/method', '/api/v1/indicators/parcels/method'],
  ['/api/v1/quality', '/api/v1/quality?period=2026-03'],
  ['/api/v1/deliveries', '/api/v1/deliveries'],
  ['/api/v1/deliveries/{id}', '/api/v1/deliveries/d4'],
  ['/api/v1/deliveries/{id}/findings', '/api/v1/deliveries/d2/findings'],
  ['/api/v1/rules', '/api/v1/rules'],
  ['/api/v1/reason-codes', '/api/v1/reason-codes'],
  ['/api/v1/tenants', '/api/v1/tenants'],
  ['/api/v1/sources', '/api/v1/sources'],
  ['/api/v1/quality/causes', '/api/v1/quality/causes?period=2026-03'],
])('answers of %s fit their description', async (path, url) => {
  const response = await app.inject(url);
  expect(response.statusCode, response.body).toBe(200);
  const schema = description.paths[path]?.get?.responses['200']?.content?.['application/json']?.schema;
  expect(faults(schema as object, response.json())).toBeNull();
});

test('a refusal fits its description', async () => {
  const response = await app.inject('/api/v1/series?indicator=trade_value&mode=9711');
  const schema =
    description.paths['/api/v1/series']?.get?.responses['400']?.content?.['application/json']?.schema;
  expect(response.statusCode).toBe(400);
  expect(faults(schema as object, response.json())).toBeNull();
});
