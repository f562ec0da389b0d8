import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  openApp,
  openWarehouse,
  publishQuarters,
  recordMarch,
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
  await recordMarch(warehouse.database);
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const get = async (server: Server, url: string) => (await server.inject(`/api/v1/${url}`)).json();

test('causes are told over all tenants, of deliveries that count or wait only, each with its place', async () => {
  const { rows } = await get(app, 'quality/causes?period=2026-03');
  expect(rows).toEqual([
    expect.objectContaining({ rule: 'hs_chapter', class: 'must_fix', column: 'hs_code', count: 1, open: 0 }),
    expect.objectContaining({ rule: 'required', class: 'must_fix', column: 'hs_code', count: 1, open: 0 }),
  ]);
  expect(rows[0].message.zh).toBe('商品编码“7700”的章不存在，请核对。');
  expect(
    rows.flatMap((row: { deliveries: { delivery_id: string }[] }) =>
      row.deliveries.map((one) => one.delivery_id),
    ),
  ).toEqual(['d2', 'd5']);
  expect(await get(app, 'quality/causes?period=2026-02')).toEqual({
    rows: [],
    reason: '该月没有疑点 | Nothing was found in the month',
  });
});

test('tenants are listed with their parks; what one reported by month', async () => {
  const { rows } = await get(app, 'tenants');
  expect(rows.length).toBeGreaterThan(0);
  const [{ uscc }] = rows;
  expect(await get(app, `tenants/${uscc}/months`)).toEqual({
    rows: [],
    reason: '该企业还没有已发布的月份 | No month of the tenant has been published',
  });
  expect((await app.inject('/api/v1/tenants/nobody/months')).statusCode).toBe(404);
  expect((await app.inject(`/api/v1/tenants/${uscc}/months?last=37`)).statusCode).toBe(400);
});

test('a source that was never tried says so', async () => {
  const { rows } = await get(app, 'sources');
  expect(rows[0]).toEqual(
    expect.objectContaining({ source_id: 'S-A', last_success: null, failures: 0, error: null }),
  );
});
