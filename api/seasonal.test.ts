import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addMonths, type Period } from '../catalogue/period.ts';
import { seasonallyAdjust } from '../seasonal/adjust.ts';
import {
  type DraftCell,
  openApp,
  openWarehouse,
  publish,
  registerParks,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
let app: Server;

/** Six years to April 2026. */
const months = Array.from({ length: 72 }, (_, at) => addMonths('2020-05' as Period, at));
const season = [0.8, 0.7, 0.95, 1, 1, 1.05, 0.95, 1, 1.05, 1.1, 1.25, 1.15];
/** 0–99, and looks random. */
const noise = (at: number) => (at * at * 37 + at * 11) % 100;
const yuan = (cents: number) => (cents / 100).toFixed(2);
const cityAt = (at: number) =>
  yuan(Math.round(1e9 * (1 + at / 90) * (season[(at + 4) % 12] ?? 1) * (1 + (noise(at) - 50) / 4000)));

/**
 * The city has a season; P01 has none; P02 reported nothing in two months; 9610 starts in 2024; 9710 starts in December 2020
 * and has the city's values; counts are whole.
 */
function cells(at: number): DraftCell[] {
  const city = cityAt(at);
  return [
    ['trade_value', {}, city],
    ['trade_value', { park: 'P01' }, yuan(1e8 + 1e6 * noise(at))],
    at === 30 || at === 31
      ? ['trade_value', { park: 'P02' }, null, 'MISSING']
      : ['trade_value', { park: 'P02' }, city],
    ['trade_value', { mode: '9610', flow: 'export' }, at < 44 ? '0.00' : city],
    at < 7
      ? ['trade_value', { mode: '9710', flow: 'export' }, null, 'MISSING']
      : ['trade_value', { mode: '9710', flow: 'export' }, city],
    ['declarations', {}, city.split('.')[0] ?? null],
  ];
}

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  for (const [at, period] of months.entries())
    await publish(warehouse.database, period, `${addMonths(period, 1)}-12T02:00:00Z`, cells(at));
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

async function answered(query: string) {
  const response = await app.inject(`/api/v1/seasonal?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

async function refused(query: string, status: number) {
  const response = await app.inject(`/api/v1/seasonal?${query}`);
  expect(response.statusCode, response.body).toBe(status);
  return response.json() as { code: string; message: string; details: Record<string, unknown> };
}

describe('GET /api/v1/seasonal', () => {
  test('takes the city apart as the engine does, and says from what', async () => {
    const answer = await answered('indicator=trade_value');
    const engine = seasonallyAdjust(months.map((period, at) => ({ period, value: cityAt(at) })));
    if (engine.kind === 'refused') throw new Error(engine.message.en);
    expect(answer).toEqual({
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      unit: 'CNY',
      decimals: 4,
      as_of: null,
      engine: { name: 'parkstat X-11 + airline regARIMA', version: '1' },
      releases: months.map((period) => `${period}.1`),
      model: engine.model,
      diagnostics: engine.diagnostics,
      rows: engine.rows,
    });
    expect(answer.rows).toHaveLength(72);
    expect(Object.keys(answer.rows[0])).toEqual(
      'period original adjusted trend seasonal holiday trading_day irregular'.split(' '),
    );
  });

  test('counts have two decimals', async () => {
    const { unit, decimals, rows } = await answered('indicator=declarations');
    expect([unit, decimals]).toEqual(['declarations', 2]);
    expect(rows[0].original).toBe(cityAt(0).split('.')[0]);
  });

  test('a cell that began later is adjusted from its first month', async () => {
    const { rows, mode, flow } = await answered('indicator=trade_value&mode=9710&flow=export');
    expect([rows[0].period, rows.length, mode, flow]).toEqual(['2020-12', 65, '9710', 'export']);
  });

  test('asOf takes what was known then', async () => {
    const { rows, as_of, releases } = await answered('indicator=trade_value&asOf=2026-03-31');
    expect([rows.at(-1).period, rows.length, as_of]).toEqual(['2026-02', 70, '2026-03-31T15:59:59.999Z']);
    expect(releases.at(-1)).toBe('2026-02.1');
  });
});

describe('refuses, with the reason and what was found', () => {
  test('too few months', async () => {
    const { code, message, details } = await refused('indicator=trade_value&asOf=2025-04-30', 422);
    expect(code).toBe('not_adjustable');
    expect(message).toContain('只有59个月');
    expect(message).toContain('There are 59 months');
    expect(details).toEqual({
      reason: 'TOO_FEW',
      cause: 'few',
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      as_of: '2025-04-30T15:59:59.999Z',
      months: 59,
      from: '2020-05',
      to: '2025-03',
      engine: { name: 'parkstat X-11 + airline regARIMA', version: '1' },
      diagnostics: null,
    });
  });

  test.each([
    ['park=P02', 'TOO_FEW', 'gap', '2022-11'],
    ['mode=9610&flow=export', 'NOT_APPLICABLE', 'not_positive', '2020-05'],
  ])('%s: %s, %s', async (cell, reason, cause, month) => {
    const { details, message } = await refused(`indicator=trade_value&${cell}`, 422);
    expect([details.reason, details.cause, details.diagnostics]).toEqual([reason, cause, null]);
    expect(message).toContain(month);
  });

  test('a park without a season, with its diagnostics', async () => {
    const { details, message } = await refused('indicator=trade_value&park=P01', 422);
    expect([details.reason, details.cause, details.months]).toEqual(['NOT_APPLICABLE', 'no_seasonality', 72]);
    const { fs, m } = details.diagnostics as { fs: { statistic: string }; m: unknown[] };
    expect(Number(fs.statistic)).toBeLessThan(7);
    expect(m).toHaveLength(11);
    expect(message).toContain(`FS=${Number(fs.statistic).toFixed(2)}`);
  });

  test('a cell without any value', async () => {
    const { details } = await refused('indicator=trade_value&park=P03', 422);
    expect([details.cause, details.months, details.from]).toEqual(['few', 0, null]);
  });

  test.each([
    ['indicator=average_ticket', 'impossible_code', 'indicator'],
    ['indicator=active_tenants', 'impossible_code', 'indicator'],
    ['indicator=trade_value&park=*', 'usage', 'park'],
    ['indicator=trade_value&mode=9610,9710', 'usage', 'mode'],
    ['indicator=trade_value&flow=both', 'impossible_code', 'flow'],
    ['indicator=trade_value&partner=USA', 'unknown_parameter', 'partner'],
    ['indicator=trade_value&asOf=soon', 'usage', 'asOf'],
    ['', 'usage', 'indicator'],
  ])('%s', async (query, code, parameter) => {
    const said = await refused(query, 400);
    expect([said.code, said.details.parameter]).toEqual([code, parameter]);
  });

  test('what nobody had published yet', async () => {
    expect((await refused('indicator=trade_value&asOf=2019-01-01', 404)).code).toBe('no_release');
  });
});
