import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makePerson, tokenOf } from './access/access.fixture.ts';
import {
  correctedAt,
  correctedMarch,
  now,
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
  app = await openApp(warehouse.database, { writes: 'open' });
});
afterAll(async () => {
  await app?.close();
  await warehouse?.close();
});

async function ask(path: string, status = 200) {
  const answer = await app.inject({ method: 'GET', url: `/api/v1/${path}` });
  expect({ path, status: answer.statusCode, body: answer.statusCode === status ? '' : answer.body }).toEqual({
    path,
    status,
    body: '',
  });
  return answer.json();
}

type Row = Record<string, string | null>;
const valuesOf = (rows: readonly Row[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name]));

test('the largest, and the rest as the total less them', async () => {
  const { rows, ranked, has_rest, cells } = await ask(
    'query?indicator=trade_value&partner=*&top=1&from=2026-03&to=2026-03',
  );
  // The city has 200.50; the United States 100.50, France 20.00.
  expect({ ranked, has_rest, cells }).toEqual({ ranked: ['USA'], has_rest: true, cells: 3 });
  expect(valuesOf(rows, 'partner', 'value')).toEqual([
    ['_T', '200.50'],
    ['USA', '100.50'],
    ['_O', '100.00'],
  ]);
});

test('growth of the rest is that of its level, and shares of all parts add up to one', async () => {
  const growth = await ask(
    'query?indicator=trade_value&partner=*&top=1&from=2026-03&to=2026-03&transform=yoy',
  );
  const rest = growth.rows.find((row: Row) => row.partner === '_O');
  // In March 2025 the city had 120.25 and the United States nothing: (100.00 − 120.25) ÷ 120.25.
  expect(rest?.value).toBe('-0.168399168399');
  const share = await ask(
    'query?indicator=trade_value&partner=*&top=1&from=2026-03&to=2026-03&transform=share',
  );
  expect(valuesOf(share.rows, 'partner', 'value')).toEqual([
    ['_T', '1.000000000000'],
    ['USA', '0.501246882793'],
    ['_O', '0.498753117207'],
  ]);
});

test('what does not add up has no rest, and its totals are not said to be sums', async () => {
  const { has_rest, additivity } = await ask('query?indicator=declarations&partner=*&top=1&last=1');
  expect({ has_rest, additivity }).toEqual({ has_rest: false, additivity: 'recompute' });
});

test('two vintages with their difference, and values as first released', async () => {
  const { rows, against } = await ask('query?indicator=trade_value&against=first&from=2026-02&to=2026-03');
  expect(against).toBe('first');
  expect(valuesOf(rows, 'period', 'value', 'against_value', 'delta', 'change', 'against_release')).toEqual([
    ['2026-02', '60.00', '60.00', '0.00', '0.000000000000', '2026-02.1'],
    ['2026-03', '200.50', '180.50', '20.00', '0.110803324100', '2026-03.1'],
  ]);
  const first = await ask('query?indicator=trade_value&asOf=first&last=1');
  expect(valuesOf(first.rows, 'value', 'release')).toEqual([['180.50', '2026-03.1']]);
});

test('the same months of every year, and no month that is not released yet', async () => {
  const { months } = await ask('query?indicator=trade_value&months=1,2&from=2025-01&to=2026-12');
  expect(months).toEqual(['2025-01', '2025-02', '2026-01', '2026-02']);
  const csv = await app.inject(
    '/api/v1/query?indicator=trade_value&park=P01&from=2026-03&to=2026-12&format=csv',
  );
  expect(csv.body).toBe(
    'park,period,value,status,reason,coverage,release\r\nP01,2026-03,60.50,p,,0.750000,2026-03.2\r\n',
  );
});

test.each([
  ['query?indicator=trade_value&top=3', 'top'],
  ['query?indicator=trade_value&partner=*&top=0', 'top'],
  ['query?indicator=trade_value&months=13', 'months'],
  ['query?indicator=trade_value&against=yesterday', 'against'],
  ['query?indicator=trade_value&asOf=last', 'asOf'],
  ["query?indicator=trade_value&park=P01' or 1=1--", 'park'],
  ['query?indicator=trade_value&limit=3', 'limit'],
  ['availability?indicator=trade_value&partner=XXX', 'partner'],
  ['availability?indicator=trade_value&against=first', 'against'],
])('%s names what is wrong', async (path, parameter) => {
  const { details } = await ask(encodeURI(path), 400);
  expect(details.parameter).toBe(parameter);
});

test('what there is, by what plain SQL counts', async () => {
  const queries = [
    'trade_value&mode=*',
    'trade_value&mode=*&flow=*',
    'trade_value&partner=*',
    'trade_value&park=*&partner=*',
    'trade_value&mode=9610&flow=*',
    'declarations&park=*',
  ];
  for (const query of queries) {
    const found = await ask(`availability?indicator=${query}`);
    const { cells } = await ask(`query?indicator=${query}`);
    expect({ query, rows: found.rows, cells: found.cells }).toEqual({
      query,
      rows: cells,
      cells: cells / found.months.length,
    });
  }
  const { codes } = await ask('availability?indicator=trade_value');
  const { rows } = await warehouse.database.pool.query<{ partner: string }>(`
    select distinct partner from observation
    join (select distinct on (period) release_key from release order by period, number desc) as newest using (release_key)
    where indicator = 'trade_value' and park = '_T' and mode = '_T' and flow = '_T' and partner <> '_T'
    order by partner`);
  const partners = codes.filter(({ dimension }: Row) => dimension === 'partner').map(({ code }: Row) => code);
  expect(partners).toEqual(rows.map(({ partner }) => partner));
  expect(partners).toEqual(['DEU', 'FRA', 'USA']);
});

test('what was corrected away is there at the vintage that had it', async () => {
  const chapters = async (asOf: string) => {
    const { codes } = await ask(`availability?indicator=trade_value${asOf}`);
    return codes.flatMap(({ dimension, code }: Row) => (dimension === 'chapter' ? [code] : []));
  };
  expect(await chapters('')).toEqual([]);
  expect(await chapters('&asOf=2026-04-20')).toEqual(['61']);
});

test('where there is nothing it is said which condition leaves nothing', async () => {
  const partner = await ask('availability?indicator=trade_value&mode=9710&partner=USA');
  expect({ exists: partner.exists, blocking: partner.blocking }).toEqual({
    exists: false,
    blocking: ['mode', 'partner'],
  });
  expect(partner.reason).toContain('放宽监管方式、国家（地区）中的任一个即有');
  const months = await ask('availability?indicator=trade_value&partner=DEU&from=2026-01');
  expect(months).toMatchObject({
    exists: false,
    released_from: '2025-03',
    released_to: '2025-03',
    blocking: [],
  });
});

async function as(token: string, method: 'GET' | 'POST', path: string, payload?: object) {
  const headers = { authorization: `Bearer ${token}`, host: 'stat.example' };
  return app.inject({ method, url: `/api/v1/${path}`, headers, ...(payload ? { payload } : {}) });
}

test('saved queries are their owner’s, read by others when shared, and mend what is gone', async () => {
  const { database } = warehouse;
  const person = async (name: string, roles: readonly ('admin' | 'analyst' | 'officer')[]) =>
    tokenOf(database, await makePerson(database, name, { roles }, now), now);
  await person('root', ['admin']);
  const [an, bo] = [await person('an', ['analyst']), await person('bo', ['officer'])];
  const address = 'indicator=trade_value&partner=502,USB&last=12';
  const made = await as(an, 'POST', 'queries', { name: ' 对美 ', kind: 'series', address, line: '美国' });
  expect(made.statusCode).toBe(200);
  const { id, ...saved } = made.json();
  expect(saved).toMatchObject({ name: '对美', owner: 'an', mine: true, shared: false, address });
  expect(saved.broken).toEqual([
    { parameter: 'partner', code: '502', instead: ['USA'] },
    { parameter: 'partner', code: 'USB', instead: expect.arrayContaining(['USA']) },
  ]);
  expect((await as(bo, 'GET', `queries/${id}`)).statusCode).toBe(404);
  expect((await as(bo, 'POST', `queries/${id}`, { name: 'x' })).statusCode).toBe(404);
  expect((await as(bo, 'POST', `queries/${id}/delete`, {})).statusCode).toBe(404);
  await as(an, 'POST', `queries/${id}`, {
    shared: true,
    state: { kind: 'series', address: 'indicator=trade_value&partner=USA&last=12' },
  });
  expect((await as(bo, 'GET', `queries/${id}`)).json()).toMatchObject({
    mine: false,
    owner: 'an',
    broken: [],
  });
  expect((await as(bo, 'POST', `queries/${id}`, { shared: false })).statusCode).toBe(404);
  expect((await as(bo, 'GET', 'queries')).json().rows).toEqual([]);
  expect((await as(an, 'GET', 'queries')).json().rows.map(({ name }: { name: string }) => name)).toEqual([
    '对美',
  ]);
  expect((await as(an, 'POST', `queries/${id}/delete`, {})).json()).toEqual({ deleted: id });
  expect((await as(an, 'GET', `queries/${id}`)).statusCode).toBe(404);
  for (const wrong of [
    { name: ' ', kind: 'sql', sql: 'select 1' },
    { name: 'a', kind: 'sql' },
    { name: 'a', kind: 'series', address: 'park=P01' },
  ])
    expect((await as(an, 'POST', 'queries', wrong)).statusCode).toBe(400);
});
