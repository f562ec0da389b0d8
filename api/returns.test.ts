import { afterAll, beforeAll, expect, test } from 'vitest';
import { noParts } from '../warehouse/releases.ts';
import { march, openApp, openWarehouse, publish, registerParks, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

let warehouse: Warehouse;
let app: Server;
const origin = (original_period: string, cny: string, more: object = {}) => ({
  ...{ kind: 'return', mode: '9610', flow: 'export', park: 'P01', events: '2' },
  original_period,
  cny,
  ...more,
});

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publish(warehouse.database, '2026-03', '2026-04-12T02:00:00Z', march(), {
    parts: { ...noParts, event_origin: [origin('2026-02', '9.99')] },
  });
  const event_origin = [
    origin('2026-02', '10.00'),
    origin('2026-02', '0.50', { park: 'P02', mode: '1210', flow: 'import' }),
    origin('2026-03', '3.25', { park: 'P02' }),
    origin('2026-01', '100.00', { kind: 'cancellation', events: '1' }),
  ];
  const parts = { ...noParts, event_origin };
  await publish(warehouse.database, '2026-03', '2026-05-08T02:00:00Z', march('200.50'), { parts });
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const ask = async (query: string, status = 200) => {
  const answer = await app.inject(`/api/v1/returns?${query}`);
  expect(answer.statusCode).toBe(status);
  return answer.json();
};

test('events are added up over what is not asked for, by the month of their line', async () => {
  expect(await ask('period=2026-03')).toEqual({
    ...{ period: '2026-03', release: '2026-03.2', mode: '_T', flow: '_T', park: '_T' },
    rows: [
      { kind: 'return', original_period: '2026-02', events: 4, cny: '10.50' },
      { kind: 'return', original_period: '2026-03', events: 2, cny: '3.25' },
      { kind: 'cancellation', original_period: '2026-01', events: 1, cny: '100.00' },
    ],
    reason: null,
  });
  const { rows } = await ask('period=2026-03&mode=9610&flow=export&park=P02');
  expect(rows).toEqual([{ kind: 'return', original_period: '2026-03', events: 2, cny: '3.25' }]);
});

test('an earlier vintage has its own, and nothing says why', async () => {
  expect(await ask('period=2026-03&asOf=2026-05-01')).toMatchObject({
    release: '2026-03.1',
    rows: [{ original_period: '2026-02', events: 2, cny: '9.99' }],
  });
  expect(await ask('period=2026-03&asOf=2026-04-01')).toMatchObject({
    release: null,
    rows: [],
    reason: '统计期2026-03届时尚未发布 | Nothing of 2026-03 was published then',
  });
  expect(await ask('period=2026-03&mode=9810')).toMatchObject({
    rows: [],
    reason: '该月没有退货或撤单 | There were no returns or cancellations in the month',
  });
});

test.each([
  ['period=2026-3', 'period'],
  ['period=2026-03&mode=9711', 'mode'],
  ['period=2026-03&flow=exports', 'flow'],
  ['period=2026-03&park=P99', 'park'],
  ['period=2026-03&asOf=yesterday', 'asOf'],
])('%s is refused by name', async (query, parameter) => {
  expect((await ask(query, 400)).details.parameter).toBe(parameter);
});
