import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openApp, openWarehouse, type Warehouse } from './app.fixture.ts';
import { before, publishTwoYears, usccOf } from './comparison.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await publishTwoYears(warehouse.database);
  app = await openApp(warehouse.database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

const value = 'indicator=trade_value';

async function series(query: string) {
  const response = await app.inject(`/api/v1/series?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json() as {
    rows: Record<string, string | null>[];
    marks: { period: string; marks: string[] }[];
    unit: string;
    releases: string[];
  };
}

/** Value or reason of the rows of one month, by a dimension. */
async function figures(query: string, by = 'park'): Promise<Record<string, string | null>> {
  const { rows } = await series(query);
  return Object.fromEntries(rows.map((row) => [row[by] as string, row.value ?? row.reason ?? null]));
}

async function compare(query: string) {
  const response = await app.inject(`/api/v1/comparison?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  const answer = response.json();
  const growth = Object.fromEntries(
    answer.growth.map((one: Record<string, string | null>) => [
      one.scope === 'nominal' ? one.base : one.scope,
      one.value ?? one.reason,
    ]),
  );
  const parts = Object.fromEntries(
    (answer.decomposition?.parts ?? []).map((one: Record<string, string>) => [one.part, one.amount]),
  );
  return { answer, growth, parts };
}

// 495.00 in March 2026 at first, 505.00 since June; 410.00 in March 2025; 35.00 in February 2026, 30.00 in other months.
describe('every transform in two vintages', () => {
  test.each([
    ['2026-03', 'level', '495.00', '505.00'],
    ['2026-03', 'mom', '13.142857142857', '13.428571428571'],
    ['2026-04', 'mom', '-0.060606060606', '-0.079207920792'],
    ['2026-03', 'yoy', '0.207317073171', '0.231707317073'],
    ['2026-03', 'ytd', '560.00', '570.00'],
    // (560 − 470) / 470
    ['2026-03', 'ytd_yoy', '0.191489361702', '0.212765957447'],
    // 9 × 30.00 from May 2025 on, 35.00, March, 465.00
    ['2026-04', 'r12', '1265.00', '1275.00'],
  ])('%s %s: %s, then %s', async (period, transform, first, then) => {
    const query = `${value}&from=${period}&to=${period}&transform=${transform}`;
    expect(await figures(`${query}&asOf=${before}`)).toEqual({ _T: first });
    expect(await figures(query)).toEqual({ _T: then });
  });

  test('shares of parks, which add up with that of the whole', async () => {
    // 250 and 245 of 495; 260 and 245 of 505.
    const query = `${value}&from=2026-03&to=2026-03&transform=share&park=*`;
    expect(await figures(`${query}&asOf=${before}`)).toEqual({
      _T: '1.000000000000',
      P01: '0.505050505051',
      P02: '0.494949494949',
    });
    expect(await figures(`${query}`)).toEqual({
      _T: '1.000000000000',
      P01: '0.514851485149',
      P02: '0.485148514851',
    });
  });

  test('no share where a part is below zero, whether it is asked for or not', async () => {
    const query = 'indicator=lines&from=2026-02&to=2026-02&transform=share';
    const none = 'NOT_APPLICABLE';
    expect(await figures(`${query}&park=*`)).toEqual({ _T: none, P01: none, P02: none });
    expect(await figures(`${query}&park=P01`)).toEqual({ P01: none });
  });

  test('contributions of parks, which add up to the growth of the whole', async () => {
    // 250 on 190 and 245 on 220, over 410; then 260.
    const query = `${value}&from=2026-03&to=2026-03&transform=contribution&park=*`;
    expect(await figures(`${query}&asOf=${before}`)).toEqual({
      _T: '0.207317073171',
      P01: '0.146341463415',
      P02: '0.060975609756',
    });
    expect(await figures(query)).toEqual({
      _T: '0.231707317073',
      P01: '0.170731707317',
      P02: '0.060975609756',
    });
  });

  test('a part of the dimension named last, or of the one that `of` names', async () => {
    // P01 in 9710: 250, of P01 250, of the city's 9710 430. One part is enough; its whole is read for it.
    const query = `${value}&from=2026-03&to=2026-03&park=P01&mode=9710&transform=share&asOf=${before}`;
    expect(await figures(query)).toEqual({ P01: '1.000000000000' });
    expect(await figures(`${query}&of=mode`)).toEqual({ P01: '1.000000000000' });
    expect(await figures(`${query}&of=park`)).toEqual({ P01: '0.581395348837' });
  });

  test('growth, shares and contributions are ratios; twelve months are in the unit', async () => {
    const unitOf = async (transform: string) =>
      (await series(`${value}&park=P01&from=2026-03&transform=${transform}`)).unit;
    expect(await unitOf('share')).toBe('ratio');
    expect(await unitOf('contribution')).toBe('ratio');
    expect(await unitOf('r12')).toBe('CNY');
    const { releases } = await series(`${value}&park=P01&from=2026-03&to=2026-03&transform=share`);
    expect(releases).toEqual(['2026-03.2']);
  });

  test.each([
    ['transform=share', 'transform'],
    ['transform=contribution&park=_T', 'transform'],
    ['transform=share&park=P01&of=mode', 'of'],
    ['transform=yoy&park=P01&of=park', 'of'],
    ['transform=share&park=P01&of=city', 'of'],
  ])('%s is refused, naming %s', async (query, parameter) => {
    const response = await app.inject(`/api/v1/series?${value}&${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json().details).toMatchObject({ parameter });
  });

  test('what does not add up over a dimension has no share of it', async () => {
    const response = await app.inject(
      '/api/v1/series?indicator=declarations&mode=*&park=*&transform=share&of=park',
    );
    expect(response.json()).toMatchObject({
      code: 'impossible_code',
      details: { parameter: 'of', value: 'park', allowed: ['mode'] },
    });
    const tenants = await app.inject('/api/v1/series?indicator=active_tenants&park=*&transform=share');
    expect(tenants.json()).toMatchObject({ details: { parameter: 'transform', value: 'share' } });
  });
});

describe('marks of a series', () => {
  const marksOf = async (query: string) =>
    Object.fromEntries((await series(`${value}&${query}`)).marks.map(({ period, marks }) => [period, marks]));

  test('tell festival, coverage and estimates; a month with nothing to mind has none', async () => {
    // 4 of 5 had reported April; March 2025 was first published with 4 of 5, and is complete since.
    expect(await marksOf('from=2026-01&to=2026-04&transform=yoy')).toEqual({
      '2026-01': ['SPRING_FESTIVAL'],
      '2026-02': ['SPRING_FESTIVAL'],
      '2026-04': ['UNEQUAL_COVERAGE', 'ESTIMATED'],
    });
    expect(await marksOf('from=2026-01&to=2026-03&transform=ytd_yoy')).toEqual({
      '2026-01': ['SPRING_FESTIVAL'],
    });
    expect(await marksOf('from=2025-03&to=2025-03&transform=yoy&asOf=2025-05-01')).toEqual({
      '2025-03': ['UNEQUAL_COVERAGE'],
    });
  });

  test('name the cell as its row does, and are not in CSV', async () => {
    const { marks } = await series(`${value}&park=P01&kind=_T&from=2026-02&to=2026-02&transform=mom`);
    expect(marks).toEqual([
      {
        park: 'P01',
        mode: '_T',
        flow: '_T',
        partner: '_T',
        chapter: '_T',
        kind: '_T',
        period: '2026-02',
        marks: ['SPRING_FESTIVAL'],
      },
    ]);
    const csv = await app.inject(`/api/v1/series?${value}&from=2026-02&to=2026-02&transform=mom&format=csv`);
    expect(csv.body).not.toContain('SPRING_FESTIVAL');
  });
});

describe('tenants over several months of one vintage', () => {
  const of = (id: string, period: string, more = '') =>
    figures(`indicator=${id}&from=${period}&to=${period}&park=*${more}`);

  test('new ones', async () => {
    expect(await of('new_tenants', '2025-03', '&asOf=2025-05-01')).toEqual({ _T: '2', P01: '1', P02: '1' });
    expect(await of('new_tenants', '2025-03')).toEqual({ _T: '3', P01: '2', P02: '1' });
    // E in P01; D has moved to P02, so it is new there, and not in the city.
    expect(await of('new_tenants', '2026-03')).toEqual({ _T: '1', P01: '1', P02: '1' });
    expect(await of('new_tenants', '2026-03', '&mode=9610')).toEqual({ _T: '0', P01: '0', P02: '1' });
  });

  test('leaving ones', async () => {
    expect(await of('leaving_tenants', '2026-03')).toEqual({ _T: '1', P01: '1', P02: '1' });
    expect(await of('leaving_tenants', '2026-04')).toEqual({ _T: '0', P01: '0', P02: '0' });
  });

  test('to date, each once; an estimate is no activity', async () => {
    expect(await of('active_tenants', '2026-04')).toEqual({ _T: '4', P01: '2', P02: '2' });
    expect(await of('active_tenants', '2026-04', '&transform=ytd')).toEqual({ _T: '5', P01: '3', P02: '2' });
    expect(await of('new_tenants', '2026-04', '&transform=ytd')).toEqual({ _T: '1', P01: '1', P02: '1' });
    expect(await of('leaving_tenants', '2026-04', '&transform=ytd')).toEqual({ _T: '1', P01: '1', P02: '1' });
    // 5 on A, C, D and F, and B: 5 in 2025 to March.
    expect(await of('active_tenants', '2026-03', '&transform=ytd_yoy')).toEqual({
      _T: '0.000000000000',
      P01: '0.000000000000',
      P02: '0.000000000000',
    });
  });

  test('have growth of their own', async () => {
    expect(await of('new_tenants', '2026-03', '&transform=yoy')).toEqual({
      _T: '-0.666666666667',
      P01: '-0.500000000000',
      P02: '0.000000000000',
    });
  });

  test('are not known where a month before is not released, or does not tell its tenants', async () => {
    const none = { _T: 'NO_BASE', P01: 'NO_BASE', P02: 'NO_BASE' };
    expect(await of('new_tenants', '2025-01')).toEqual(none);
    expect(await of('leaving_tenants', '2025-01')).toEqual(none);
    expect(await of('new_tenants', '2025-02')).toEqual({ _T: '0', P01: 'INCOMPLETE', P02: 'INCOMPLETE' });
    const incomplete = { _T: 'INCOMPLETE', P01: 'INCOMPLETE', P02: 'INCOMPLETE' };
    // January 2024 is not released.
    expect(await of('active_tenants', '2024-03', '&transform=ytd')).toEqual(incomplete);
    expect(await of('new_tenants', '2026-05')).toEqual({ _T: 'MISSING', P01: 'MISSING', P02: 'MISSING' });
  });

  test('name the months that they are made from', async () => {
    const { releases, rows } = await series('indicator=new_tenants&from=2026-03&to=2026-03');
    expect(releases).toHaveLength(13);
    expect(releases[0]).toBe('2025-03.2');
    expect(rows).toMatchObject([{ indicator: 'new_tenants', release: '2026-03.2', coverage: '1.000000' }]);
  });
});

describe('GET /api/v1/comparison', () => {
  test('gives growth on three bases, and the difference in parts that add up', async () => {
    const { answer, growth, parts } = await compare(`${value}&period=2026-03&asOf=${before}`);
    expect(answer).toMatchObject({
      indicator: 'trade_value',
      park: '_T',
      period: '2026-03',
      unit: 'CNY',
      decimals: 2,
      as_of: '2026-05-31T15:59:59.999Z',
      value: '495.00',
      status: 'p',
      release: '2026-03.1',
      published_at: '2026-04-12T02:00:00.000Z',
      transform: 'yoy',
      marks: ['SCOPE_CHANGE'],
      january_february: null,
    });
    expect(growth).toEqual({
      first_published: '0.302631578947', // 495 on 380
      revised: '0.207317073171', // 495 on 410
      matched: '0.118421052632', // A, B, C and D: 425 on 380
      current_scope: '0.302631578947', // 495 on 380, E having had nothing
    });
    expect(parts).toEqual({
      real: '45.00',
      entry: '70.00',
      exit: '-30.00',
      late_report: '40.00',
      revision: '-10.00',
    });
    expect(answer.decomposition).toMatchObject({ amount: '115.00', points: '0.302631578947' });
    // Over 380; the last digit that rounding lacks is the entrants'.
    expect(answer.decomposition.parts.map((one: { points: string }) => one.points)).toEqual([
      '0.118421052632',
      '0.184210526315',
      '-0.078947368421',
      '0.105263157895',
      '-0.026315789474',
    ]);
  });

  test('counts a move between parks as an exit of one and, in scope now, with what it had there', async () => {
    const first = await compare(`${value}&period=2026-03&park=P01&asOf=${before}`);
    expect(first.growth).toEqual({
      first_published: '0.666666666667', // 250 on 150
      revised: '0.315789473684', // 250 on 190
      matched: '0.285714285714', // A and B: 180 on 140
      current_scope: '0.785714285714', // 250 on 140
    });
    expect(first.parts).toEqual({
      real: '40.00',
      entry: '70.00',
      exit: '-50.00',
      late_report: '40.00',
      revision: '0.00',
    });
    const second = await compare(`${value}&period=2026-03&park=P02&asOf=${before}`);
    expect(second.growth).toMatchObject({
      matched: '-0.052631578947', // C: 180 on 190
      current_scope: '0.020833333333', // 245 on 240: C, and D in P01
    });
  });

  test('takes one mode and flow, and dollars', async () => {
    const mode = await compare(`${value}&period=2026-03&mode=9610&flow=export&asOf=${before}`);
    expect(mode.answer.value).toBe('65.00');
    expect(mode.growth).toMatchObject({ matched: '0.300000000000', current_scope: '0.300000000000' });
    const dollars = await compare(`indicator=trade_value_usd&period=2026-03&asOf=${before}`);
    expect(dollars.answer).toMatchObject({ unit: 'USD', value: '990.00' });
    expect(dollars.parts).toMatchObject({ entry: '140.00', late_report: '80.00' });
  });

  test('compares year to date month by month', async () => {
    const { answer, growth, parts } = await compare(
      `${value}&period=2026-03&transform=ytd_yoy&asOf=${before}`,
    );
    expect(answer).toMatchObject({ value: '560.00', transform: 'ytd_yoy' });
    expect(growth).toEqual({
      first_published: '0.272727272727', // 560 on 440
      revised: '0.191489361702', // 560 on 470
      matched: '0.113636363636', // 490 on 440
      current_scope: '0.272727272727', // 560 on 440
    });
    expect(parts).toEqual({
      real: '50.00',
      entry: '70.00',
      exit: '-30.00',
      late_report: '40.00',
      revision: '-10.00',
    });
  });

  test('gives coverage by count and by value, and what is estimated', async () => {
    const { answer } = await compare(`${value}&period=2026-04&transform=mom&asOf=${before}`);
    // The twelve months to March: A 235, B 60, C 400, D 65, and of the silent E 70. Then 75 of 465.
    expect(answer.coverage).toEqual({ by_count: '0.800000', by_value: { value: '0.915663', reason: null } });
    expect(answer.estimated_share).toEqual({ value: '0.161290', reason: null });
    expect(answer.marks).toEqual(['UNEQUAL_COVERAGE', 'ESTIMATED']);
    const park = await compare(`${value}&period=2026-04&transform=mom&park=P01&asOf=${before}`);
    expect(park.answer.coverage.by_value.value).toBe('0.808219'); // 295 of 365
    const old = await compare(`${value}&period=2024-02&transform=mom`);
    expect(old.answer.coverage.by_value).toEqual({ value: null, reason: 'INCOMPLETE' });
    const next = await compare(`${value}&period=2024-03&transform=mom`);
    expect(next.answer.coverage.by_value).toEqual({ value: null, reason: 'NO_BASE' });
  });

  test('shows January and February together in February', async () => {
    const { answer, growth } = await compare(`${value}&period=2026-02&asOf=${before}`);
    expect(growth.revised).toBe('0.166666666667');
    expect(answer.marks).toEqual(['SPRING_FESTIVAL']);
    expect(answer.january_february).toMatchObject({ transform: 'ytd_yoy', value: '65.00', marks: [] });
    const [first] = answer.january_february.growth;
    expect(first).toMatchObject({ value: '0.083333333333', current: '65.00', base_value: '60.00' });
  });

  test('says why there is no base and no decomposition', async () => {
    const early = await compare(`${value}&period=2024-06`);
    expect(new Set(Object.values(early.growth))).toEqual(new Set(['NO_BASE']));
    expect(early.answer).toMatchObject({ decomposition: null, decomposition_reason: 'NO_BASE' });
    // February 2024 keeps no tenants by cell.
    const legacy = await compare(`${value}&period=2025-02`);
    expect(legacy.growth).toEqual({
      first_published: '0.000000000000',
      revised: '0.000000000000',
      matched: 'INCOMPLETE',
      current_scope: 'INCOMPLETE',
    });
    const late = await compare(`${value}&period=2024-06&transform=mom`);
    expect(late.growth).toEqual({
      first_published: 'MISSING',
      revised: '0.000000000000',
      matched: '0.000000000000',
      current_scope: '0.000000000000',
    });
    expect(late.answer).toMatchObject({ decomposition: null, decomposition_reason: 'MISSING' });
    const tenants = await compare('indicator=new_tenants&period=2026-03');
    // One on three, and on the two that were new when March 2025 was first published.
    expect(tenants.growth).toEqual({ first_published: '-0.500000000000', revised: '-0.666666666667' });
    expect(tenants.answer).toMatchObject({ decomposition: null, decomposition_reason: 'NOT_APPLICABLE' });
  });

  test('tells how far a first value may still be revised, once enough is known', async () => {
    const band = async (query: string) => (await compare(`${value}&${query}`)).answer.expected_revision;
    // The newest month does not count. Of the 24 before it with a first value, March 2025 was revised from 380 to 410 (7.894737 %), the others not.
    expect(await band(`period=2026-03&asOf=2026-05-01`)).toEqual({
      n: 24,
      mean: '0.328947',
      low: '0.000000',
      high: '0.000000',
      reason: null,
    });
    expect(await band('period=2024-03&asOf=2024-05-01')).toEqual({
      n: 1,
      mean: null,
      low: null,
      high: null,
      reason: 'TOO_FEW',
    });
    expect(await band('period=2026-03')).toBeNull();
  });

  test('follows its vintage, and equals the series', async () => {
    const { growth, parts } = await compare(`${value}&period=2026-03`);
    expect(growth.revised).toBe((await figures(`${value}&from=2026-03&to=2026-03&transform=yoy`))._T);
    expect(parts).toMatchObject({ real: '55.00' });
    const before2 = await compare(`${value}&period=2025-03&transform=mom&asOf=2025-05-01`);
    expect(before2.answer).toMatchObject({ value: '380.00', release: '2025-03.1' });
  });

  test('names no tenant', async () => {
    const { body } = await app.inject(`/api/v1/comparison?${value}&period=2026-03`);
    for (const letter of 'ABCDEF') expect(body).not.toContain(usccOf(letter));
    expect(body).not.toContain('企业');
  });

  test.each([
    [`${value}&period=2026-03&city=1`, 'unknown_parameter', 'city'],
    [`${value}`, 'usage', 'period'],
    [`${value}&period=2026-13`, 'period_invalid', 'period'],
    [`${value}&period=2026-03&park=*`, 'usage', 'park'],
    [`${value}&period=2026-03&mode=9610,9710`, 'usage', 'mode'],
    [`${value}&period=2026-03&park=P77`, 'impossible_code', 'park'],
    [`${value}&period=2026-03&transform=share`, 'impossible_code', 'transform'],
    ['indicator=reporting_rate&period=2026-03', 'impossible_code', 'transform'],
    ['indicator=average_ticket&period=2026-03&transform=ytd_yoy', 'impossible_code', 'transform'],
    [`${value}&period=2026-03&asOf=yesterday`, 'usage', 'asOf'],
  ])('%s is refused as %s of %s', async (query, code, parameter) => {
    const response = await app.inject(`/api/v1/comparison?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code, details: { parameter } });
  });

  test('a month that is not released is not found', async () => {
    for (const query of ['period=2026-05', 'period=2026-03&asOf=2026-04-01']) {
      const response = await app.inject(`/api/v1/comparison?${value}&${query}`);
      expect([response.statusCode, response.json().code]).toEqual([404, 'no_release']);
    }
  });
});
