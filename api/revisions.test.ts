import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  registerParks,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

let warehouse: Warehouse;
let app: Server;
beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  await publish(warehouse.database, '2026-03', correctedAt, correctedMarch);
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const ask = async (path: string) => {
  const answer = await app.inject(`/api/v1/revisions?${path}`);
  return { status: answer.statusCode, body: answer.json() };
};

describe('GET /revisions', () => {
  test('gives every release of every month, and how first values were revised', async () => {
    const { status, body } = await ask('indicator=trade_value');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      unit: 'percent',
      as_of: null,
    });
    expect(body.rows).toHaveLength(6);
    expect(body.rows.at(-1)).toEqual({
      period: '2026-03',
      releases: [
        {
          number: 1,
          release: '2026-03.1',
          published_at: '2026-04-12T02:00:00.000Z',
          value: '180.50',
          status: 'p',
          revision: null,
          causes: [],
        },
        {
          number: 2,
          release: '2026-03.2',
          published_at: '2026-05-08T02:00:00.000Z',
          value: '200.50',
          status: 'r',
          revision: '11.080332',
          causes: [],
        },
      ],
      third_month: null,
    });
    // 20 ÷ 180.5 = 11.0803 %.
    expect(body.lags).toMatchObject([{ lag: 1, n: 1, mr: '11.080332', share_up: '1.000000' }]);
    expect(body.band).toEqual({ n: 5, mean: null, low: null, high: null, reason: 'TOO_FEW' });
  });

  test('knows at an instant what was known then', async () => {
    const { body } = await ask('indicator=trade_value&asOf=2026-05-07');
    expect(body.as_of).toBe('2026-05-07T15:59:59.999Z');
    expect(body.lags).toEqual([]);
    expect((await ask('indicator=trade_value&asOf=2020-01-01')).body).toMatchObject({
      rows: [],
      reason: expect.any(String),
    });
  });

  test.each([
    ['indicator=trade_value&mode=9711', 'impossible_code', 'mode'],
    ['indicator=trade_value&park=*', 'usage', 'park'],
    ['indicator=trade_value&flow=import,export', 'usage', 'flow'],
    ['indicator=trade_valu', 'impossible_code', 'indicator'],
    ['indicator=trade_value&partner=USA', 'unknown_parameter', 'partner'],
  ])('%s is refused by name', async (path, code, parameter) => {
    expect(await ask(path)).toMatchObject({ status: 400, body: { code, details: { parameter } } });
  });
});
