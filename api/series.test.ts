import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

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

type Row = Record<string, string | null>;

async function series(query: string) {
  const response = await app.inject(`/api/v1/series?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json() as {
    rows: Row[];
    releases: string[];
    unit: string;
    decimals: number;
    as_of: string | null;
  };
}

/** Value, or the reason that there is none, by month. */
async function figures(query: string): Promise<Record<string, string | null>> {
  const { rows } = await series(query);
  return Object.fromEntries(rows.map((row) => [row.period as string, row.value ?? row.reason ?? null]));
}

describe('GET /api/v1/series', () => {
  test('gives levels with the columns of the contract', async () => {
    const answer = await series('indicator=trade_value&from=2026-02&to=2026-03');
    expect(answer).toEqual({
      indicator: 'trade_value',
      transform: 'level',
      unit: 'CNY',
      decimals: 2,
      as_of: null,
      releases: ['2026-02.1', '2026-03.2'],
      rows: [
        {
          indicator: 'trade_value',
          park: '_T',
          mode: '_T',
          flow: '_T',
          partner: '_T',
          chapter: '_T',
          period: '2026-02',
          value: '60.00',
          status: 'p',
          reason: null,
          coverage: '0.750000',
          release: '2026-02.1',
        },
        {
          indicator: 'trade_value',
          park: '_T',
          mode: '_T',
          flow: '_T',
          partner: '_T',
          chapter: '_T',
          period: '2026-03',
          value: '200.50',
          status: 'r',
          reason: null,
          coverage: '0.750000',
          release: '2026-03.2',
        },
      ],
      query: {
        id: '9588fe7b672a004e',
        permalink: '/api/v1/series?indicator=trade_value&from=2026-02&to=2026-03',
        pinned: '/api/v1/series?indicator=trade_value&from=2026-02&to=2026-03&asOf=2026-05-08T02:00:00.000Z',
        vintage: '2026-05-08T02:00:00.000Z',
        cite: {
          zh: '园区统计parkstat：进出口额，截至2026-05-08T02:00:00.000Z的版本，查询编号9588fe7b672a004e，/api/v1/series?indicator=trade_value&from=2026-02&to=2026-03&asOf=2026-05-08T02:00:00.000Z',
          en: 'parkstat: Trade value, as of 2026-05-08T02:00:00.000Z, query 9588fe7b672a004e, /api/v1/series?indicator=trade_value&from=2026-02&to=2026-03&asOf=2026-05-08T02:00:00.000Z',
        },
      },
      total: 2,
      statuses: { p: 1, r: 1 },
      next: null,
      notes: [],
      marks: [],
    });
    expect(Object.keys(answer.rows[0] as object)).toEqual(
      'indicator park mode flow partner chapter period value status reason coverage release'.split(' '),
    );
  });

  test('takes the months before `to` with last', async () => {
    expect(await figures('indicator=trade_value&last=2')).toEqual({
      '2026-02': '60.00',
      '2026-03': '200.50',
    });
    expect(await figures('indicator=trade_value&to=2025-03&last=1')).toEqual({ '2025-03': '120.25' });
  });

  test('gives year on year, in the vintage, with the reason where there is none', async () => {
    // 150/100, 60/80, 200.50/120.25 = 1.667359667…
    expect(await figures('indicator=trade_value&from=2026-01&to=2026-03&transform=yoy')).toEqual({
      '2026-01': '0.500000000000',
      '2026-02': '-0.250000000000',
      '2026-03': '0.667359667360',
    });
    expect(await figures('indicator=trade_value&park=P01&from=2026-01&to=2026-03&transform=yoy')).toEqual({
      '2026-01': 'BASE_ZERO',
      '2026-02': 'MISSING',
      '2026-03': '0.512500000000',
    });
    const answer = await series('indicator=trade_value&from=2026-03&transform=yoy');
    expect(answer).toMatchObject({ unit: 'ratio', decimals: 12 });
    expect(answer.releases).toEqual(['2025-03.1', '2026-01.1', '2026-02.1', '2026-03.2']);
  });

  test('gives month on month; a month without a release is no base', async () => {
    // 60/150, 200.50/60 = 3.341666…
    expect(await figures('indicator=trade_value&from=2026-01&to=2026-03&transform=mom')).toEqual({
      '2026-01': 'NO_BASE',
      '2026-02': '-0.600000000000',
      '2026-03': '2.341666666667',
    });
  });

  test('gives the year to date and its growth; a missing month makes it incomplete', async () => {
    expect(await figures('indicator=declarations&from=2025-01&to=2025-03&transform=ytd')).toEqual({
      '2025-01': '10',
      '2025-02': '18',
      '2025-03': '30',
    });
    expect(await figures('indicator=trade_value&to=2026-03&last=1&transform=ytd')).toEqual({
      '2026-03': '410.50',
    });
    // 410.50/300.25 = 1.367194005
    expect(await figures('indicator=trade_value&from=2026-03&transform=ytd_yoy')).toEqual({
      '2026-03': '0.367194004996',
    });
    expect(await figures('indicator=trade_value&park=P01&from=2025-01&to=2025-03&transform=ytd')).toEqual({
      '2025-01': '0.00',
      '2025-02': 'MISSING',
      '2025-03': 'INCOMPLETE',
    });
    expect(await figures('indicator=trade_value&park=P01&from=2026-03&transform=ytd_yoy')).toEqual({
      '2026-03': 'INCOMPLETE',
    });
  });

  test('reads a sparse partner below a measured parent as a measured zero', async () => {
    expect(await figures('indicator=trade_value&partner=USA&from=2026-02&to=2026-03')).toEqual({
      '2026-02': '0.00',
      '2026-03': '100.50',
    });
    expect(await figures('indicator=trade_value&partner=USA&from=2026-03&transform=yoy')).toEqual({
      '2026-03': 'BASE_ZERO',
    });
    expect(await figures('indicator=trade_value&partner=DEU&from=2026-03&transform=yoy')).toEqual({
      '2026-03': '-1.000000000000',
    });
  });

  test('answers an impossible pair, a wholesale ticket and a month without release with their reasons', async () => {
    const pair = await series('indicator=trade_value&mode=9710&flow=import&from=2026-03');
    expect(pair.rows).toMatchObject([
      { value: null, status: 'z', reason: 'NOT_APPLICABLE', release: '2026-03.2' },
    ]);
    expect(await figures('indicator=average_ticket&mode=9710&from=2026-03')).toEqual({
      '2026-03': 'NOT_APPLICABLE',
    });
    const future = await series('indicator=trade_value&from=2026-04&to=2026-04');
    expect(future.rows).toMatchObject([{ value: null, status: 'x', reason: 'MISSING', release: null }]);
  });

  test('takes lists and `*`, totals first', async () => {
    const { rows } = await series('indicator=trade_value&mode=*&from=2026-03');
    expect(rows.map(({ mode, value }) => [mode, value])).toEqual([
      ['_T', '200.50'],
      ['9610', '30.50'],
      ['9710', '150.00'],
    ]);
    const listed = await series('indicator=trade_value&mode=9710,9610,_T&from=2026-03');
    expect(listed.rows).toEqual(rows);
  });

  test('gives what was known at an instant, derived growth included', async () => {
    const before = 'indicator=trade_value&from=2026-03&to=2026-03&asOf=2026-05-07';
    expect(await series(before)).toMatchObject({
      as_of: '2026-05-07T15:59:59.999Z',
      releases: ['2026-03.1'],
      rows: [{ value: '180.50', status: 'p', release: '2026-03.1' }],
    });
    // 180.50/120.25 = 1.501039501…
    expect(await figures(`${before}&transform=yoy`)).toEqual({ '2026-03': '0.501039501040' });
    const at = (instant: string) => figures(`indicator=trade_value&from=2026-03&to=2026-03&asOf=${instant}`);
    expect(await at('2026-05-08T02:00:00Z')).toEqual({ '2026-03': '200.50' });
    expect(await at('2026-05-08T01:59:59.999Z')).toEqual({ '2026-03': '180.50' });
    expect(await at('2026-05-08T09:59:59%2B08:00')).toEqual({ '2026-03': '180.50' });
    expect(await at('2026-05-08T10:00:00+08:00')).toEqual({ '2026-03': '200.50' });
    expect(await at('2026-04-01')).toEqual({ '2026-03': 'MISSING' });
  });

  test('lets clients keep an old vintage, and asks them to check the newest', async () => {
    const control = async (query: string) =>
      (await app.inject(`/api/v1/series?indicator=trade_value${query}`)).headers['cache-control'];
    expect(await control('')).toBe('private, no-cache');
    expect(await control('&asOf=2026-05-07')).toBe('private, max-age=86400, immutable');
    expect(await control('&asOf=2026-05-20')).toBe('private, no-cache');
  });

  test('says why it has no row at all', async () => {
    const refused = async (query: string) => {
      const response = await app.inject(`/api/v1/series?indicator=trade_value${query}`);
      return [response.statusCode, response.json()];
    };
    expect(await refused('&asOf=2025-01-01')).toMatchObject([
      404,
      { code: 'no_release', details: { as_of: '2025-01-01T15:59:59.999Z' } },
    ]);
    expect(await refused('&to=2024-12')).toMatchObject([
      404,
      { code: 'no_release', details: { to: '2024-12', released_from: '2025-01', released_to: '2026-03' } },
    ]);
  });

  test('one question has one id and one address, however it is asked; its pinned address gives the same for ever', async () => {
    const asked = [
      'indicator=trade_value&mode=9710,9610&from=2026-03&to=2026-03&partner=_T&transform=level',
      'to=2026-03&mode=9610,9710,9610&from=2026-03&indicator=trade_value&asOf=',
    ].map((query) => query.replace('&asOf=', ''));
    const [one, other] = await Promise.all(asked.map((query) => app.inject(`/api/v1/series?${query}`)));
    const { query, rows } = one?.json() ?? {};
    expect(query.permalink).toBe(
      '/api/v1/series?indicator=trade_value&mode=9610,9710&from=2026-03&to=2026-03',
    );
    expect(other?.json().query).toEqual(query);
    expect([one, other].map((response) => response?.headers['x-query-id'])).toEqual([query.id, query.id]);
    for (const path of [query.permalink, query.pinned])
      expect((await app.inject(path)).json().rows).toEqual(rows);
    expect((await app.inject(query.pinned)).json().query.pinned).toBe(query.pinned);
    const different = await app.inject(`/api/v1/series?${asked[0]}&flow=export`);
    expect(different.json().query.id).not.toBe(query.id);
  });

  test('gives pages of all rows, and says where the next one is', async () => {
    const base = '/api/v1/series?indicator=trade_value&mode=*&from=2025-01&to=2026-03';
    const all = (await app.inject(base)).json();
    expect(all).toMatchObject({ total: 3 * 15, next: null });
    const rows: Row[] = [];
    let pages = 0;
    for (let next: string | null = `${base}&limit=20`; next !== null; pages++) {
      const response: Awaited<ReturnType<typeof app.inject>> = await app.inject(next);
      const page: { rows: Row[]; next: string | null; statuses: object } = response.json();
      expect(response.headers).toMatchObject({ 'x-total': '45', 'x-truncated': 'false' });
      expect(page.statuses).toEqual(all.statuses);
      rows.push(...page.rows);
      next = page.next;
    }
    expect([pages, rows]).toEqual([3, all.rows]);
    const csv = await app.inject(`${base}&limit=2&offset=44&format=csv`);
    expect(csv.body.trimEnd().split('\r\n')).toHaveLength(2);
    for (const query of ['&offset=1', '&limit=0', '&limit=10&offset=45', '&limit=200001'])
      expect((await app.inject(base + query)).statusCode).toBe(400);
  });

  test('every format says what it is in its headers', async () => {
    const { headers } = await app.inject(
      '/api/v1/series?indicator=trade_value&mode=9610&flow=_T,import&from=2026-03&format=csv',
    );
    expect(headers).toMatchObject({
      'x-total': '2',
      'x-truncated': 'false',
      'x-releases': '2026-03.2',
      'x-status-counts': 'p=1, x=1',
      'x-as-of': '2026-05-08T02:00:00.000Z',
      'last-modified': 'Fri, 08 May 2026 02:00:00 GMT',
      vary: 'Accept, Accept-Encoding',
    });
    expect(headers.link).toContain('rel="canonical"');
  });

  test('gives CSV byte for byte, with a BOM on request', async () => {
    const query = 'indicator=trade_value&mode=9610&flow=_T,import&from=2026-03';
    const expected =
      'indicator,park,mode,flow,partner,chapter,period,value,status,reason,coverage,release\r\n' +
      'trade_value,_T,9610,_T,_T,_T,2026-03,30.50,p,,0.750000,2026-03.2\r\n' +
      'trade_value,_T,9610,import,_T,_T,2026-03,,x,MISSING,0.750000,2026-03.2\r\n';
    const csv = await app.inject(`/api/v1/series?${query}&format=csv`);
    expect(csv.body).toBe(expected);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="trade_value_level_2026-03.csv"',
    });
    const accepted = await app.inject({ url: `/api/v1/series?${query}`, headers: { accept: 'text/csv' } });
    expect(accepted.body).toBe(expected);
    const marked = await app.inject(`/api/v1/series?${query}&format=csv&bom=true`);
    expect(marked.rawPayload).toEqual(Buffer.from(`\uFEFF${expected}`));
    const preferred = await app.inject({
      url: `/api/v1/series?${query}`,
      headers: { accept: 'text/csv;q=0.5, application/json' },
    });
    expect(preferred.headers['content-type']).toContain('application/json');
  });
});
