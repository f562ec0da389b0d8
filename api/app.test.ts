import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { indicatorIds } from '../catalogue/indicators.ts';
import {
  correctedAt,
  correctedMarch,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  recordMarch,
  registerParks,
  tenants,
  type Warehouse,
} from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;

beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publishQuarters(database);
  await publish(database, '2026-03', correctedAt, correctedMarch);
  await recordMarch(database);
  await database.kysely
    .insertInto('report')
    .values(
      [
        ['2026-03.1', 'zh', '<!doctype html><p>三月初步</p>'],
        ['2026-03.1', 'en', '<!doctype html><p>March, preliminary</p>'],
        ['2026-03.2', 'zh', '<!doctype html><p>三月修订</p>'],
      ].map(([release_id = '', language = '', text = '']) => ({
        release_id,
        park: '_T',
        format: 'html',
        language,
        content: Buffer.from(text),
        sha256: text,
        written_at: new Date(correctedAt),
      })),
    )
    .execute();
  app = await openApp(database);
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

async function get(path: string, status = 200) {
  const response = await app.inject(path);
  expect(response.statusCode, response.body).toBe(status);
  return response.json();
}

describe('the catalogue', () => {
  test('GET /indicators lists what the catalogue declares', async () => {
    const { rows } = await get('/api/v1/indicators');
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(indicatorIds);
    expect(rows.find(({ id }: { id: string }) => id === 'average_ticket')).toEqual({
      id: 'average_ticket',
      zh: '客单价',
      en: 'Average ticket',
      definition: {
        zh: '零售方式（9610、1210、1239）进出口额除以清单票数。',
        en: 'Trade value of the retail modes (9610, 1210, 1239) per declaration.',
      },
      unit: 'CNY_per_declaration',
      unit_zh: '元/票',
      unit_en: 'CNY per declaration',
      decimals: 2,
      breakdowns: ['park', 'mode', 'flow'],
      modes: ['1210', '1239', '9610'],
      additivity: {
        park: 'recompute',
        mode: 'recompute',
        flow: 'recompute',
        partner: 'none',
        chapter: 'none',
        section: 'none',
        district: 'none',
        transport: 'none',
        kind: 'none',
        time: 'none',
      },
      transforms: ['level', 'mom', 'yoy'],
      made: 'month',
      method: 'indicators.average_ticket',
      since: '2000-01',
      family: 'trade',
      family_zh: '金额与结构',
      family_en: 'Values and structure',
      formula: {
        zh: '零售方式进出口额 ÷ 零售方式清单票数',
        en: 'Trade value of the retail modes ÷ their declarations',
      },
      definition_version: 1,
      definition_catalogue: '1.0.0',
    });
  });

  test('GET /indicators/{id} gives one, or names what is near', async () => {
    expect(await get('/api/v1/indicators/parcels')).toMatchObject({ id: 'parcels', unit_zh: '件' });
    expect(await get('/api/v1/indicators/trade_valeu', 404)).toMatchObject({
      code: 'not_found',
      details: { value: 'trade_valeu', nearest: ['trade_value', 'trade_value_usd', 'net_trade_value'] },
    });
  });

  test('GET /codes names every code of partner, chapter, mode and flow', async () => {
    const { rows } = await get('/api/v1/codes');
    const of = (dimension: string) =>
      rows.filter((row: { dimension: string }) => row.dimension === dimension);
    expect(rows).toContainEqual({
      dimension: 'partner',
      code: 'HKG',
      zh: '中国香港',
      en: 'Hong Kong, China',
    });
    expect(of('mode')).toHaveLength(5);
    expect(of('flow').map(({ zh }: { zh: string }) => zh)).toEqual(['进口', '出口']);
    expect(of('chapter').length).toBeGreaterThanOrEqual(97);
    const asked = await get('/api/v1/codes?dimension=flow,kind');
    expect(asked.rows.map(({ code }: { code: string }) => code)).toEqual([
      ...[
        'import',
        'export',
        'merchant',
        'platform',
        'logistics',
        'payment',
        'broker',
        'warehouse',
        'services',
      ],
    ]);
    expect(await get('/api/v1/codes?dimension=flwo', 400)).toMatchObject({
      code: 'impossible_code',
      details: { parameter: 'dimension', value: 'flwo', nearest: ['flow'] },
    });
  });

  test('GET /parks lists the registry', async () => {
    const { rows, reason } = await get('/api/v1/parks');
    expect(reason).toBeNull();
    expect(rows[1]).toEqual({
      park_id: 'P02',
      name_zh: '园区P02',
      name_en: 'Park P02',
      type: 'industry_cluster',
      district: '江北区',
      opened_on: '2021-03-01',
    });
  });
});

describe('releases', () => {
  test('GET /releases gives all, newest month first, and says which is current', async () => {
    const { rows } = await get('/api/v1/releases');
    expect(rows.map(({ id, status, current }: Record<string, unknown>) => [id, status, current])).toEqual([
      ['2026-03.2', 'r', true],
      ['2026-03.1', 'p', false],
      ['2026-02.1', 'p', true],
      ['2026-01.1', 'p', true],
      ['2025-03.1', 'p', true],
      ['2025-02.1', 'p', true],
      ['2025-01.1', 'p', true],
    ]);
    expect(rows[0]).toMatchObject({
      period: '2026-03',
      number: 2,
      published_at: '2026-05-08T02:00:00.000Z',
      observations: 11,
    });
  });

  test('GET /releases?asOf gives those of an instant, or says that there were none', async () => {
    const { rows } = await get('/api/v1/releases?asOf=2026-05-07');
    expect(rows[0]).toMatchObject({ id: '2026-03.1', current: true });
    const none = await get('/api/v1/releases?asOf=2020-01-01');
    expect(none.rows).toEqual([]);
    expect(none.reason).toMatch(/\S/);
  });

  test('GET /releases/{id} gives the manifest and the release it corrects', async () => {
    expect(await get('/api/v1/releases/2026-03.2')).toMatchObject({
      id: '2026-03.2',
      current: true,
      previous: '2026-03.1',
      manifest: { made: 'by hand', period: '2026-03' },
    });
    expect(await get('/api/v1/releases/2026-03.1')).toMatchObject({ current: false, previous: null });
    expect(await get('/api/v1/releases/2026-03.3', 404)).toMatchObject({
      code: 'not_found',
      details: { nearest: ['2026-03.1', '2026-03.2', '2025-03.1'] },
    });
  });

  test('GET /releases/{id}/changes gives the cells that moved, from and to', async () => {
    const answer = await get('/api/v1/releases/2026-03.2/changes');
    const others = { section: '_T', district: '_T', transport: '_T', kind: '_T' };
    const cell = {
      indicator: 'trade_value',
      park: '_T',
      mode: '_T',
      flow: '_T',
      ...others,
      causes: [],
      period: '2026-03',
    };
    expect(answer).toEqual({
      release: '2026-03.2',
      previous: '2026-03.1',
      total: 3,
      reason: null,
      causes_reason: expect.stringMatching(/^没有记录原因.*2026-03\.1.* \| No cause is recorded/),
      rows: [
        { ...cell, partner: 'FRA', chapter: '_T', from: null, to: '20.00', status: 'r', reason: null },
        { ...cell, partner: '_T', chapter: '61', from: '70.00', to: null, status: null, reason: null },
        { ...cell, partner: '_T', chapter: '_T', from: '180.50', to: '200.50', status: 'r', reason: null },
      ],
    });
    const second = await get('/api/v1/releases/2026-03.2/changes?limit=1&offset=1');
    expect(second.rows).toEqual([answer.rows[1]]);
    expect(second.total).toBe(3);
    expect((await get('/api/v1/releases/2026-03.2/changes?offset=3')).reason).toMatch(/offset/);
  });

  test('the first release of a month has no changes, and says why', async () => {
    const answer = await get('/api/v1/releases/2026-02.1/changes');
    expect(answer).toMatchObject({ previous: null, total: 0, rows: [] });
    expect(answer.reason).toMatch(/第一次发布.* \| .*first release/);
  });
});

describe('GET /quality', () => {
  test('counts each tenant once for the city, and once in each of its parks', async () => {
    const [a = '', b = '', c = '', d = ''] = tenants;
    const reported = (uscc: string, park: string, state: string, received_at: string, rest: object = {}) => ({
      uscc,
      name_zh: `企业${uscc.at(-1)}`,
      park,
      expected: true,
      sources: [],
      state,
      received_at,
      late: false,
      nil: false,
      share_of_last_12_months: null,
      ...rest,
    });
    // D is due in both parks: 4 tenants, 3 in P01 and 2 in P02. A was late: its due day is the 8th, the others' the 10th.
    expect(await get('/api/v1/quality?period=2026-03')).toEqual({
      period: '2026-03',
      expected: 4,
      received: 2,
      late: 1,
      nil: 1,
      held: 0,
      // In force: d2 with 6 rows, 1 of them rejected, and d3 with its nil row.
      rows_read: 7,
      rejected_rows: 1,
      coverage: { count: '0.500000', value: null },
      parks: [
        { park: 'P01', expected: 3, received: 1, late: 1, nil: 0, held: 0 },
        { park: 'P02', expected: 2, received: 1, late: 0, nil: 1, held: 0 },
      ],
      missing: [
        { uscc: b, name_zh: '企业B', park: 'P01', share_of_last_12_months: null },
        { uscc: d, name_zh: '企业D', park: 'P01', share_of_last_12_months: null },
        { uscc: d, name_zh: '企业D', park: 'P02', share_of_last_12_months: null },
      ],
      deliveries: {
        in_force: 2,
        accepted: 0,
        superseded: 1,
        needs_confirming: 0,
        needs_fixing: 1,
        withdrawn: 0,
        refused: 1,
      },
      tenants: [
        reported(a, 'P01', 'received', '2026-04-09T01:00:00.000Z', { sources: ['S-A'], late: true }),
        reported(b, 'P01', 'needs_fixing', '2026-04-06T01:00:00.000Z'),
        reported(d, 'P01', 'refused', '2026-04-05T01:00:00.000Z'),
        reported(c, 'P02', 'received', '2026-04-10T15:30:00.000Z', { nil: true }),
        reported(d, 'P02', 'refused', '2026-04-05T01:00:00.000Z'),
      ],
      reminders: [
        { uscc: b, name_zh: '企业B', state: 'needs_fixing', share: null, coverage_after: null },
        { uscc: d, name_zh: '企业D', state: 'refused', share: null, coverage_after: null },
      ],
      reminder: null,
    });
  });

  test('has no rate for a month in which nobody is due', async () => {
    expect(await get('/api/v1/quality?period=2020-01')).toMatchObject({
      expected: 0,
      coverage: { count: null, value: null },
      parks: [{ park: 'P01', expected: 0 }],
      missing: [],
    });
  });
});

describe('deliveries', () => {
  const ids = (answer: { rows: { id: string }[] }) => answer.rows.map(({ id }) => id);

  test('GET /deliveries gives them latest first, in pages', async () => {
    const answer = await get('/api/v1/deliveries');
    expect(answer.total).toBe(5);
    expect(ids(answer)).toEqual(['d3', 'd2', 'd1', 'd5', 'd4']);
    const page = await get('/api/v1/deliveries?limit=2&offset=1');
    expect([page.total, ids(page)]).toEqual([5, ['d2', 'd1']]);
  });

  test('GET /deliveries filters by tenant, period and state', async () => {
    const [a] = tenants;
    expect(ids(await get(`/api/v1/deliveries?uscc=${a}`))).toEqual(['d2', 'd1']);
    expect(ids(await get('/api/v1/deliveries?state=superseded'))).toEqual(['d1']);
    // d5 names no month: it came in April, so it is taken for March.
    expect(ids(await get('/api/v1/deliveries?period=2026-03&state=needs_fixing'))).toEqual(['d5']);
    const none = await get('/api/v1/deliveries?period=2026-02');
    expect(none).toMatchObject({ total: 0, rows: [] });
    expect(none.reason).toMatch(/\S/);
  });

  test('GET /deliveries/{id} tells its state and what it superseded', async () => {
    expect(await get('/api/v1/deliveries/d2')).toMatchObject({
      id: 'd2',
      uscc: tenants[0],
      periods: ['2026-03'],
      state: 'in_force',
      rows_read: 6,
      accepted: 4,
      rejected: 1,
      set_aside: 1,
      supersedes: 'd1',
      refusal: null,
    });
    const refused = await get('/api/v1/deliveries/d4');
    expect(refused).toMatchObject({ state: 'refused', refusal: { id: 'empty_file' } });
    expect(refused.refusal.zh).toMatch(/文件是空的/);
    expect(await get('/api/v1/deliveries/d9', 404)).toMatchObject({
      code: 'not_found',
      details: { value: 'd9' },
    });
  });

  test('GET /deliveries/{id}/findings says what is wrong with which row', async () => {
    const answer = await get('/api/v1/deliveries/d2/findings');
    expect(answer.total).toBe(2);
    expect(answer.groups.map(({ rule, count }: Record<string, unknown>) => [rule, count])).toEqual([
      ['hs_chapter', 1],
      ['totals_row', 1],
    ]);
    expect(answer.rows[0]).toEqual({
      id: expect.any(String),
      class: 'must_fix',
      part: null,
      row: 3,
      period: null,
      state: 'open',
      confirmation: null,
      rule: 'hs_chapter',
      column: 'hs_code',
      value: '7700',
      message: {
        zh: '商品编码“7700”的章不存在，请核对。',
        en: 'HS code "7700" has no such chapter: check it.',
      },
    });
    const second = await get('/api/v1/deliveries/d2/findings?limit=1&offset=1');
    expect([second.total, second.rows[0].row]).toEqual([2, 7]);
    expect((await get('/api/v1/deliveries/d1/findings')).reason).toMatch(/每一行都已接受/);
    expect(await get('/api/v1/deliveries/d9/findings', 404)).toMatchObject({ code: 'not_found' });
  });
});

describe('GET /reports/{period}.{format}', () => {
  test('gives the report of the newest release that has one', async () => {
    const zh = await app.inject('/api/v1/reports/2026-03.html');
    expect(zh.body).toBe('<!doctype html><p>三月修订</p>');
    expect(zh.headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await app.inject('/api/v1/reports/2026-03.html?lang=en')).body).toContain('March, preliminary');
    expect((await app.inject('/api/v1/reports/2026-03.html?release=2026-03.1')).body).toContain('三月初步');
  });

  test('of the newest month that has one, by a link that stays', async () => {
    expect((await app.inject('/api/v1/reports/latest.html')).body).toBe('<!doctype html><p>三月修订</p>');
    expect(await get('/api/v1/reports/latest.html?park=P01', 404)).toMatchObject({ code: 'no_report' });
  });

  test('and a part of it, whatever is kept', async () => {
    const ask = (range: object = {}) =>
      app.inject({ url: '/api/v1/reports/2026-03.html', headers: { ...range } });
    const whole = await ask();
    expect(whole.headers['accept-ranges']).toBe('bytes');
    const part = await ask({ range: 'bytes=9-13' });
    expect([part.statusCode, part.body, part.headers.etag]).toEqual([
      206,
      whole.rawPayload.subarray(9, 14).toString(),
      whole.headers.etag,
    ]);
    expect((await ask({ range: 'bytes=9999-' })).statusCode).toBe(416);
    expect((await ask()).body).toBe(whole.body);
  });

  test('lists what is on file: of a month, place and language the newest release that has any', async () => {
    const list = async (query: string) => (await get(`/api/v1/reports${query}`)).rows;
    const of = (release: string, language: string) => ({
      ...{ period: '2026-03', release, park: '_T', language, formats: ['html'] },
    });
    expect(await list('')).toEqual([of('2026-03.2', 'zh'), of('2026-03.1', 'en')]);
    expect(await list('?period=2026-03&park=_T')).toHaveLength(2);
    expect(await list('?park=P01')).toEqual([]);
    expect((await get('/api/v1/reports?period=2026-02')).reason).toContain('没有这样的月报');
    expect(await get('/api/v1/reports?period=2026-13', 400)).toMatchObject({ code: 'period_invalid' });
  });

  test('says what there is when it has not what is asked', async () => {
    expect(await get('/api/v1/reports/2026-03.docx', 404)).toMatchObject({
      code: 'no_report',
      details: {
        period: '2026-03',
        available: [
          { release: '2026-03.2', format: 'html', language: 'zh' },
          { release: '2026-03.1', format: 'html', language: 'en' },
          { release: '2026-03.1', format: 'html', language: 'zh' },
        ],
      },
    });
    expect(await get('/api/v1/reports/2026-02.html', 404)).toMatchObject({ code: 'no_report' });
    expect(await get('/api/v1/reports/2026-04.html', 404)).toMatchObject({ code: 'no_release' });
    expect(await get('/api/v1/reports/2026-13.html', 400)).toMatchObject({ code: 'period_invalid' });
    expect(await get('/api/v1/reports/2026-03.doc', 400)).toMatchObject({
      code: 'impossible_code',
      details: { parameter: 'format', nearest: ['docx'] },
    });
    expect(await get('/api/v1/reports/2026-03.html?release=2026-02.1', 400)).toMatchObject({
      code: 'impossible_code',
      details: { parameter: 'release', allowed: ['2026-03.2', '2026-03.1'] },
    });
  });
});

test('health and readiness answer at the root and beside the API', async () => {
  for (const path of ['/health', '/ready', '/api/v1/health', '/api/v1/ready']) {
    expect(await get(path)).toEqual({ status: 'ok' });
  }
});

test('every answer carries the security headers, refusals and unknown addresses included', async () => {
  for (const path of [
    '/',
    '/health',
    '/api/v1/parks',
    '/api/v1/series',
    '/nowhere',
    '/api/v1/reports/2026-03.html',
  ]) {
    const { headers } = await app.inject(path);
    expect(headers, path).toMatchObject({
      'content-security-policy': path.includes('/reports/')
        ? "default-src 'none'; img-src data:; style-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        : "default-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
});
