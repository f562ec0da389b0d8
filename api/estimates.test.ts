import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepEstimate } from '../warehouse/estimates.ts';
import {
  march,
  openApp,
  openWarehouse,
  publish,
  registerParks,
  tenants,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

const [a] = tenants as [string, ...string[]];
let warehouse: Warehouse;
let app: Server;
let closed: Server;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publish(warehouse.database, '2026-03', '2026-04-12T02:00:00Z', march());
  await keepEstimate(warehouse.database, {
    ...{ period: '2026-03', uscc: a, park: 'P01', mode: '9610', flow: 'export', method: 'ratio' },
    ...{ cny: '12345.67', usd: '1731.50', evidence: { base: { period: '2026-02' } }, note: null },
    requested_by: '李敏',
    requested_at: new Date('2026-04-13T02:00:00Z'),
  });
  app = await openApp(warehouse.database, { writes: 'open' });
  closed = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await closed.close();
  await warehouse.close();
});

const post = async (server: Server, path: string, payload: object) => {
  const answer = await server.inject({ method: 'POST', url: `/api/v1/estimates${path}`, payload });
  return { status: answer.statusCode, ...answer.json() };
};

test('the list tells who asked for what, and no tenant’s amount', async () => {
  const answer = await closed.inject('/api/v1/estimates?period=2026-03');
  expect(answer.body).not.toContain('12345.67');
  expect(answer.json()).toEqual({
    rows: [
      {
        ...{
          id: '1',
          period: '2026-03',
          uscc: a,
          park: 'P01',
          mode: '9610',
          flow: 'export',
          method: 'ratio',
        },
        ...{ state: 'active', note: null, requested_by: '李敏', requested_at: '2026-04-13T02:00:00.000Z' },
        ...{ ended_by: null, ended_at: null },
      },
    ],
    reason: null,
  });
  const { rows, reason } = (await closed.inject('/api/v1/estimates?period=2026-02')).json();
  expect([rows, reason]).toEqual([[], '没有估算 | Nothing is estimated']);
});

test('asking and taking back are writes like others', async () => {
  const asked = { period: '2026-03', tenant: a, mode: '9710', flow: 'export', by: '王芳' };
  expect(await post(closed, '', asked)).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await post(closed, '/1/end', { by: '王芳' })).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await post(app, '', asked)).toMatchObject({ status: 409, details: { reason: 'silent' } });
  expect(await post(app, '', { ...asked, tenant: '91330100MA27XL0K6Z' })).toMatchObject({
    status: 404,
    code: 'unknown_tenant',
  });
  expect(await post(app, '', { ...asked, flow: 'import' })).toMatchObject({
    status: 400,
    details: { parameter: 'flow' },
  });
  expect(await post(app, '', { ...asked, period: '2026-3' })).toMatchObject({
    status: 400,
    details: { parameter: 'period' },
  });
  expect(await post(app, '', { ...asked, by: '' })).toMatchObject({ status: 400 });
});

test('an estimate is taken back once, and stays on record', async () => {
  const standing = async () => (await app.inject('/api/v1/estimates')).json().rows[0].state;
  expect(await standing()).toBe('active');
  const ended = await post(app, '/1/end', { by: '王芳', note: '企业已停业' });
  expect(await standing()).toBe('ended');
  expect(ended).toMatchObject({ status: 200, state: 'ended', ended_by: '王芳', cny: '12345.67' });
  expect(await post(app, '/1/end', { by: '王芳' })).toMatchObject({ status: 409, code: 'wrong_state' });
  expect(await post(app, '/99/end', { by: '王芳' })).toMatchObject({ status: 404, code: 'not_found' });
  const { rows } = (await app.inject('/api/v1/estimates')).json();
  expect(rows).toMatchObject([{ id: '1', state: 'ended', ended_at: '2026-05-20T00:00:00.000Z' }]);
});
