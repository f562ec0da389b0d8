import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openApp, openWarehouse, publishQuarters, registerParks, type Warehouse } from './app.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let warehouse: Warehouse;
let app: Server;
const log: string[] = [];

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await publishQuarters(warehouse.database);
  app = await openApp(warehouse.database, {
    logger: { level: 'warn', stream: { write: (line) => log.push(line) } },
  });
});
afterAll(async () => {
  await app.close();
  await warehouse.close();
});

async function refusal(path: string) {
  const response = await app.inject(path);
  expect(response.statusCode, `${path} ${response.body}`).toBe(400);
  expect(response.headers['content-type']).toContain('application/json');
  expect(response.headers['cache-control']).toBe('no-store');
  const body = response.json();
  expect(Object.keys(body)).toEqual(['code', 'message', 'details']);
  expect(body.message).toMatch(/\p{Script=Han}.* \| .*[a-z]/su);
  return body as {
    code: string;
    message: string;
    details: { parameter: string; allowed?: unknown; nearest?: unknown };
  };
}

describe('a wrong parameter of /series is named, with what is allowed', () => {
  test.each([
    ['', 'usage', 'indicator'],
    ['indicator=', 'impossible_code', 'indicator'],
    ['indicator=trade_value&colour=red', 'unknown_parameter', 'colour'],
    ['indicator=trade_value&Park=P01', 'unknown_parameter', 'Park'],
    ['indicator=trade_value&__proto__=1', 'unknown_parameter', '__proto__'],
    ['indicator=trade_value&indicator=lines', 'usage', 'indicator'],
    ['indicator=trade_value&mode=9610&mode=9710', 'usage', 'mode'],
    ['indicator=trade_value&park=P99', 'impossible_code', 'park'],
    ['indicator=trade_value&park=p01', 'impossible_code', 'park'],
    ['indicator=trade_value&park=', 'impossible_code', 'park'],
    ['indicator=trade_value&park=P01,', 'impossible_code', 'park'],
    ['indicator=trade_value&park=P01,*', 'impossible_code', 'park'],
    ['indicator=trade_value&mode=9711', 'impossible_code', 'mode'],
    ['indicator=trade_value&flow=both', 'impossible_code', 'flow'],
    ['indicator=trade_value&partner=US', 'impossible_code', 'partner'],
    ['indicator=trade_value&chapter=77', 'impossible_code', 'chapter'],
    ['indicator=trade_value&partner=USA&chapter=61', 'impossible_code', 'chapter'],
    ['indicator=trade_value&partner=*&chapter=*', 'impossible_code', 'chapter'],
    ['indicator=parcels&partner=USA', 'impossible_code', 'partner'],
    ['indicator=parcels&partner=*', 'impossible_code', 'partner'],
    ['indicator=reporting_rate&mode=9610', 'impossible_code', 'mode'],
    ['indicator=trade_value&from=2026-13', 'period_invalid', 'from'],
    ['indicator=trade_value&from=202601', 'period_invalid', 'from'],
    ['indicator=trade_value&to=2026-1', 'period_invalid', 'to'],
    ['indicator=trade_value&to=1999-12', 'period_invalid', 'to'],
    ['indicator=trade_value&from=2026-03&to=2026-02', 'period_invalid', 'from'],
    ['indicator=trade_value&last=0', 'usage', 'last'],
    ['indicator=trade_value&last=1.5', 'usage', 'last'],
    ['indicator=trade_value&last=1000', 'usage', 'last'],
    ['indicator=trade_value&last=3&from=2026-01', 'usage', 'last'],
    ['indicator=trade_value&transform=YoY', 'impossible_code', 'transform'],
    ['indicator=reporting_rate&transform=yoy', 'impossible_code', 'transform'],
    ['indicator=average_ticket&transform=ytd', 'impossible_code', 'transform'],
    ['indicator=trade_value&asOf=yesterday', 'usage', 'asOf'],
    ['indicator=trade_value&asOf=2026-02-30', 'usage', 'asOf'],
    ['indicator=trade_value&asOf=2026-02-30T00:00:00Z', 'usage', 'asOf'],
    ['indicator=trade_value&asOf=2026-02-28T00:00:00', 'usage', 'asOf'],
    ['indicator=trade_value&asOf=2026-02-28T25:00:00Z', 'usage', 'asOf'],
    ['indicator=trade_value&asOf=1772236800000', 'usage', 'asOf'],
    ['indicator=trade_value&format=xml', 'impossible_code', 'format'],
    ['indicator=trade_value&bom=true', 'usage', 'bom'],
    ['indicator=trade_value&format=csv&bom=1', 'impossible_code', 'bom'],
  ])('%s', async (query, code, parameter) => {
    expect(await refusal(`/api/v1/series?${query}`)).toMatchObject({ code, details: { parameter } });
  });

  test('codes that were probably meant are named', async () => {
    const near = async (query: string) => (await refusal(`/api/v1/series?${query}`)).details.nearest;
    expect(await near('indicator=trade_valu')).toContain('trade_value');
    expect(await near('indicator=trade_valu_usd')).toContain('trade_value_usd');
    expect(await near('indicator=trade_value&partner=US')).toContain('USA');
    expect(await near('indicator=trade_value&partner=%E7%BE%8E%E5%9B%BD')).toEqual(['USA']);
    expect(await near('indicator=trade_value&partner=502')).toEqual(['USA']);
    expect(await near('indicator=trade_value&flow=%E5%87%BA%E5%8F%A3')).toEqual(['export']);
    expect(await near('indicator=trade_value&mode=9711')).toEqual(['9710', '9610', '9810']);
    expect(await near('indicator=trade_value&form=2026-01')).toContain('from');
  });

  test('a code that went is named with what took its place', async () => {
    const { message, details } = await refusal('/api/v1/series?indicator=trade_value&partner=USA,304');
    expect(details).toMatchObject({
      parameter: 'partner',
      value: '304',
      replaced_by: 'DEU',
      retired: '/api/v1/catalogue/retired',
    });
    expect(message).toBe(
      '参数partner的值“304”已停用，请改用DEU | "304" is no longer a code of partner: ask for DEU',
    );
    const { rows } = (await app.inject('/api/v1/catalogue/retired')).json();
    expect(rows).toContainEqual({ of: 'partner', id: '304', replaced_by: 'DEU' });
  });

  test('months that leave nothing are named, with the nearest that is published', async () => {
    const series = '/api/v1/series?indicator=trade_value';
    for (const [query, parameter, nearest] of [
      ['from=2030-01', 'from', '2026-03'],
      ['to=2020-01', 'to', '2025-01'],
    ] as const) {
      const response = await app.inject(`${series}&${query}`);
      expect([response.statusCode, response.json().details]).toMatchObject([
        404,
        { parameter, nearest: [nearest], released_from: '2025-01', released_to: '2026-03' },
      ]);
    }
  });

  test('changes of the catalogue are told since a release of it', async () => {
    const changes = async (query = '') => (await app.inject(`/api/v1/catalogue/changes${query}`)).json();
    const all = await changes();
    const since = await changes('?since=1.0.0');
    expect(all.rows.length).toBeGreaterThan(since.rows.length);
    expect(since.rows).toContainEqual(
      expect.objectContaining({ kind: 'changed', id: 'trade_value', version: '2.0.0', replaced_by: null }),
    );
    expect(await changes(`?since=${all.version}`)).toMatchObject({
      rows: [],
      reason: '该版本之后没有变更 | Nothing has changed since that release',
    });
    expect((await changes('?since=0.9')).details.allowed).toContain('1.0.0');
  });

  test('what is allowed is listed', async () => {
    const allowed = async (query: string) => (await refusal(`/api/v1/series?${query}`)).details.allowed;
    expect(await allowed('indicator=trade_value&park=P99')).toEqual(['_T', 'P01', 'P02', 'P03', '*']);
    expect(await allowed('indicator=reporting_rate&transform=mom')).toEqual(['level']);
    expect(await allowed('indicator=trade_value&colour=red')).toEqual(
      'indicator park mode flow partner chapter section district transport kind from to last transform of asOf format limit offset bom'.split(
        ' ',
      ),
    );
  });
});

test('a wrong parameter of any other route is named', async () => {
  const wrong = [
    ['/health?x=1', 'unknown_parameter', 'x'],
    ['/openapi.json?x=1', 'unknown_parameter', 'x'],
    ['/api/v1/indicators?x=1', 'unknown_parameter', 'x'],
    ['/api/v1/indicators/lines?x=1', 'unknown_parameter', 'x'],
    ['/api/v1/codes?dimensions=mode', 'unknown_parameter', 'dimensions'],
    ['/api/v1/parks?x=1', 'unknown_parameter', 'x'],
    ['/api/v1/releases?period=2026-03', 'unknown_parameter', 'period'],
    ['/api/v1/releases?asOf=soon', 'usage', 'asOf'],
    ['/api/v1/releases/2026-03.1?x=1', 'unknown_parameter', 'x'],
    ['/api/v1/releases/2026-03.1/changes?limit=1001', 'usage', 'limit'],
    ['/api/v1/quality', 'usage', 'period'],
    ['/api/v1/quality?period=2026', 'period_invalid', 'period'],
    ['/api/v1/deliveries?state=lost', 'impossible_code', 'state'],
    ['/api/v1/deliveries?uscc=1', 'usage', 'uscc'],
    ['/api/v1/deliveries?period=now', 'period_invalid', 'period'],
    ['/api/v1/deliveries?offset=-1', 'usage', 'offset'],
    ['/api/v1/deliveries/d1/findings?limit=0', 'usage', 'limit'],
    ['/api/v1/reports/2026-03.html?lang=fr', 'impossible_code', 'lang'],
  ] as const;
  for (const [path, code, parameter] of wrong)
    expect(await refusal(path), path).toMatchObject({ code, details: { parameter } });
});

async function observations(): Promise<string> {
  const { rows } = await warehouse.database.pool.query('select count(*) as n from observation');
  return rows[0].n;
}

test('SQL in any parameter is refused or found to be nothing, and does no damage', async () => {
  const attacks = [
    "'; drop table observation; --",
    "P01' or '1'='1",
    "2026-03' union select * from tenant --",
    '1); delete from release; --',
    '\\',
    '%00',
    '$1',
  ].map(encodeURIComponent);
  const places = [
    ...'indicator park mode flow partner chapter section district transport kind from to last transform asOf format limit offset bom'
      .split(' ')
      .map((name) => `/api/v1/series?${name === 'indicator' ? '' : 'indicator=trade_value&'}${name}=`),
    '/api/v1/releases?asOf=',
    '/api/v1/quality?period=',
    ...'uscc period state limit offset'.split(' ').map((name) => `/api/v1/deliveries?${name}=`),
    '/api/v1/reports/2026-03.html?lang=',
    '/api/v1/reports/2026-03.html?release=',
    '/api/v1/releases/2026-03.1/changes?limit=',
  ];
  const before = await observations();
  for (const attack of attacks) {
    for (const place of places) await refusal(place + attack);
    for (const path of ['indicators', 'releases', 'deliveries']) {
      const { statusCode } = await app.inject(`/api/v1/${path}/${attack}`);
      expect(statusCode, `${path} ${attack}`).toBe(404);
    }
  }
  expect(await observations()).toBe(before);
  expect(log).toEqual([]);
});

test('an unknown address, method or encoding is refused in the same shape', async () => {
  for (const path of [
    '/nowhere',
    '/api/v1/',
    '/api/v2/series',
    '/api/v1/series/x',
    '/assets/../../package.json',
  ]) {
    const response = await app.inject(path);
    expect(response.statusCode, path).toBe(404);
    expect(response.json(), path).toMatchObject({ code: 'not_found', details: {} });
  }
  const posted = await app.inject({ method: 'POST', url: '/api/v1/series', payload: { a: 1 } });
  expect([posted.statusCode, posted.json().code]).toEqual([404, 'not_found']);
  const undecodable = await app.inject('/api/v1/%zz');
  expect([undecodable.statusCode, undecodable.json().code]).toEqual([400, 'usage']);
});

test('an answer over the limit is refused whole', async () => {
  // 1,200 months of 5 modes and the total, 2 flows and the total, 3 parks and the total, and 240 partners and more.
  const parks = 'park=_T,P01,P02,P03&mode=_T,9610,1210,1239,9710,9810&flow=_T,import,export';
  const body = await refusal(
    `/api/v1/series?indicator=trade_value&${parks}&partner=USA,DEU,FRA&from=2000-01&to=2099-12`,
  );
  expect(body).toMatchObject({ code: 'too_large', details: { cells: 1200 * 4 * 6 * 3 * 3, limit: 200_000 } });
});

test('requests over the rate limit are told to wait', async () => {
  const limited = await openApp(warehouse.database, { rateLimit: { perMinute: 2, sparesLocal: false } });
  const ask = () => limited.inject('/api/v1/parks');
  const first = await ask();
  expect(first.headers).toMatchObject({
    'ratelimit-limit': '2',
    'ratelimit-remaining': '1',
    'ratelimit-reset': '60',
  });
  expect([first.statusCode, (await ask()).statusCode]).toEqual([200, 200]);
  const third = await ask();
  expect([third.statusCode, third.json().code]).toEqual([429, 'busy']);
  expect(third.headers).toMatchObject({ 'retry-after': '60', 'ratelimit-remaining': '0' });
  await limited.close();
  const sparing = await openApp(warehouse.database, { rateLimit: { perMinute: 1, sparesLocal: true } });
  for (const _ of [1, 2, 3]) expect((await sparing.inject('/api/v1/parks')).statusCode).toBe(200);
  await sparing.close();
});

// Last: it breaks the database.
test('a fault is logged, and answered without a word of it', async () => {
  await warehouse.database.pool.query('alter table observation rename to lost');
  const response = await app.inject('/api/v1/series?indicator=trade_value');
  expect(response.statusCode).toBe(500);
  expect(response.json()).toEqual({
    code: 'internal',
    message: '程序内部错误，已记入日志 | A fault of the program, which has been logged',
    details: {},
  });
  expect(response.body + JSON.stringify(response.headers)).not.toMatch(
    /observation|select|node_modules|\.ts|stack/,
  );
  expect(log.join('')).toMatch(/relation .*observation.* does not exist/);
});

test('what never becomes a request is answered in our words', async () => {
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const raw = async (text: string) => {
    const socket = connect(Number(address.port), address.hostname);
    socket.end(text);
    const pieces: Buffer[] = [];
    for await (const piece of socket) pieces.push(piece as Buffer);
    const [head = '', body = ''] = Buffer.concat(pieces).toString().split('\r\n\r\n');
    return { status: head.split('\r\n')[0], body: JSON.parse(body) };
  };
  expect(await raw(`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toEqual({
    status: 'HTTP/1.1 431 Request Header Fields Too Large',
    body: {
      code: 'usage',
      message:
        '请求的地址或头部过长，请减少参数后重试 | The address or the headers of the request are too long: ask with fewer parameters',
      details: {},
    },
  });
  const none = await raw('hello\r\n\r\n');
  expect([none.status, none.body.code]).toEqual(['HTTP/1.1 400 Bad Request', 'usage']);
});
