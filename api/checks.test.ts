import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openApp, openWarehouse, publish, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const uscc = '91330100MA27XL0K6A';
const kept = [
  {
    id: 'tenant_silent',
    kind: 'warning',
    effect_cny: '600.00',
    found: 1,
    rows: [{ uscc, months: '6', effect_cny: '600.00' }],
  },
  {
    id: 'cell_month_jump',
    kind: 'warning',
    effect_cny: '50.00',
    found: 1,
    rows: [{ park: '_T', mode: '9710', flow: 'export', cny: '150.00', effect_cny: '50.00' }],
  },
  { id: 'lines_lost', kind: 'blocking', effect_cny: '0.00', found: 0, rows: [] },
  { id: 'a check of a later version', kind: 'warning', effect_cny: '0.00', found: 1, rows: [{}] },
];

let warehouse: Warehouse;
let app: Server;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await publish(warehouse.database, '2026-03', '2026-04-12T02:00:00Z', [['trade_value', {}, '100.00']]);
  await publish(warehouse.database, '2026-03', '2026-05-12T02:00:00Z', [['trade_value', {}, '150.00']], {
    manifest: { checks: kept },
  });
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const ask = async (query: string) => {
  const response = await app.inject(`/api/v1/checks?${query}`);
  return { status: response.statusCode, body: response.json() };
};

it('tells what was found in the current release, ranked, and what was not', async () => {
  const { status, body } = await ask('period=2026-03');
  expect(status).toBe(200);
  expect(body.release).toBe('2026-03.2');
  expect(body.passed).toEqual(['lines_lost']);
  expect(body.rows.map(({ id }: { id: string }) => id)).toEqual(['tenant_silent', 'cell_month_jump']);
  expect(body.rows[1].effect_cny).toBe('50.00');
  expect(body.rows[1].rows[0].says.en).toBe(
    'park all, mode 9710, flow Export, CNY 150.00, effect (CNY) 50.00',
  );
});

it('tells no value of a single tenant, in no answer', async () => {
  const { body } = await ask('period=2026-03');
  expect(body.rows[0]).toMatchObject({
    effect_cny: null,
    found: 1,
    rows: [{ says: { zh: `企业 ${uscc}，月数 6` }, cells: { uscc, months: '6' } }],
  });
  const release = await app.inject('/api/v1/releases/2026-03.2');
  expect(release.json().manifest.checks[0]).toEqual({
    ...kept[0],
    effect_cny: null,
    rows: [{ uscc, months: '6' }],
  });
  expect(release.body).not.toContain('600.00');
});

it('says why there is nothing', async () => {
  expect((await ask('period=2026-04')).body).toMatchObject({
    release: null,
    rows: [],
    reason:
      '2026-04还没有草稿或发布，请先运行parkstat draft --period 2026-04 | 2026-04 has neither draft nor release: draw it up, parkstat draft --period 2026-04',
  });
  expect((await ask('period=2026-03&release=2026-03.1')).body.reason).toBe(
    '该发布由早期版本生成，没有保存检查结果 | The release was made by an earlier version, which kept no results',
  );
});

it('refuses releases of other months and of no form', async () => {
  expect((await ask('period=2026-04&release=2026-03.2')).status).toBe(404);
  expect((await ask('period=2026-03&release=2026-03')).status).toBe(400);
});
