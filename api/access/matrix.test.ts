import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { capabilities } from '../../catalogue/roles.ts';
import {
  now,
  openApp,
  openWarehouse,
  publish,
  publishQuarters,
  recordMarch,
  registerParks,
  tenants,
  type Warehouse,
} from '../app.fixture.ts';
import { buildApp } from '../app.ts';
import type { Server } from '../server.ts';
import { makePerson, sessionOf, tokenOf } from './access.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const [a, b, c, d] = tenants as [string, string, string, string];
/** Who asks, with the letter that stands for them below. */
const people = {
  officer: { letter: 'o', roles: ['officer'] },
  analyst: { letter: 'a', roles: ['analyst'] },
  park1: { letter: 'p', roles: ['park'], parks: ['P01'] },
  park2: { letter: 'p', roles: ['park'], parks: ['P02'] },
  tenantA: { letter: 't', roles: ['tenant'], tenants: [a] },
  tenantC: { letter: 't', roles: ['tenant'], tenants: [c] },
  admin: { letter: 'd', roles: ['admin'] },
} as const;
type Person = keyof typeof people;

/**
 * Every route and who may use it, written down apart from what the program says: o officer, a analyst, p park, t tenant,
 * d administrator, n nobody signed in, N nobody where published numbers are open.
 */
const expected: Readonly<Record<string, string>> = {
  'GET /': 'oaptdnN',
  'GET /health': 'oaptdnN',
  'GET /ready': 'oaptdnN',
  'GET /metrics': 'od',
  'GET /openapi.json': 'oaptdnN',
  'GET /feed.atom': 'oaptdN',
  // Whoever has the link of a mail; without one there is nothing to be had.
  'GET /unsubscribe': 'oaptdnN',
  'POST /unsubscribe': 'oaptdnN',
  'GET /api/v1/health': 'oaptdnN',
  'GET /api/v1/ready': 'oaptdnN',

  'GET /api/v1/me': 'oaptdnN',
  'POST /api/v1/sign-in': 'oaptdnN',
  'POST /api/v1/sign-out': 'oaptdnN',
  'POST /api/v1/links/open': 'oaptdnN',
  'POST /api/v1/links/use': 'oaptdnN',
  'GET /api/v1/me/tokens': 'oaptd',
  'POST /api/v1/me/tokens': 'oaptd',
  'POST /api/v1/me/tokens/:id/end': 'oaptd',
  'POST /api/v1/me/password': 'oaptd',
  'GET /api/v1/me/subscriptions': 'oaptd',
  'POST /api/v1/me/subscriptions': 'oaptd',
  'POST /api/v1/me/subscriptions/:id/end': 'oaptd',
  'GET /api/v1/me/alerts': 'oaptd',
  'POST /api/v1/me/alerts': 'oaptd',
  'POST /api/v1/me/alerts/:id/end': 'oaptd',
  'GET /api/v1/accounts': 'd',
  'POST /api/v1/accounts': 'd',
  'POST /api/v1/accounts/:name': 'd',
  'POST /api/v1/accounts/:name/link': 'd',
  'GET /api/v1/audit': 'd',

  'GET /api/v1/alerts/replay': 'oaptdN',
  'GET /api/v1/availability': 'oaptdN',
  'GET /calendar.ics': 'oaptdN',
  'GET /api/v1/calendar': 'oaptdN',
  'GET /api/v1/bridge': 'oaptdN',
  'GET /api/v1/catalogue/changes': 'oaptdN',
  'GET /api/v1/catalogue/retired': 'oaptdN',
  'GET /api/v1/codes': 'oaptdN',
  'GET /api/v1/comparison': 'oaptdN',
  'GET /api/v1/coverage': 'oaptdN',
  'GET /api/v1/groups': 'oaptdN',
  'GET /api/v1/highlights': 'oaptdN',
  'GET /api/v1/indicators': 'oaptdN',
  'GET /api/v1/indicators/:id': 'oaptdN',
  'GET /api/v1/indicators/:id/method': 'oaptdN',
  'GET /api/v1/notes': 'oaptdN',
  'GET /api/v1/notes/:id': 'oaptdN',
  'GET /api/v1/origin': 'oaptdN',
  'GET /api/v1/origin/citations': 'oaptdN',
  'GET /api/v1/overview': 'oaptdN',
  'GET /api/v1/parks': 'oaptdN',
  'GET /api/v1/quality': 'oaptdN',
  'GET /api/v1/query': 'oaptdN',
  'GET /api/v1/ranking': 'oaptdN',
  'GET /api/v1/reason-codes': 'oaptdN',
  'GET /api/v1/releases': 'oaptdN',
  'GET /api/v1/releases/:id': 'oaptdN',
  'GET /api/v1/releases/:id/changes': 'oaptdN',
  'GET /api/v1/reports': 'oaptdN',
  'GET /api/v1/reports/:period.:format': 'oaptdN',
  'GET /api/v1/returns': 'oaptdN',
  'GET /api/v1/revisions': 'oaptdN',
  'GET /api/v1/rules': 'oaptdN',
  'GET /api/v1/seasonal': 'oaptdN',
  'GET /api/v1/seasonal/check': 'oaptdN',
  'GET /api/v1/series': 'oaptdN',
  'GET /api/v1/structure': 'oaptdN',
  'GET /api/v1/templates/:id.xlsx': 'oaptdN',
  'GET /api/v1/trace': 'oaptdN',
  'GET /api/v1/vintages': 'oaptdN',
  'GET /sdmx/2.1/:resource': 'oaptdN',
  'GET /sdmx/2.1/:resource/:agency': 'oaptdN',
  'GET /sdmx/2.1/:resource/:agency/:id': 'oaptdN',
  'GET /sdmx/2.1/:resource/:agency/:id/:version': 'oaptdN',
  'GET /sdmx/2.1/:resource/:agency/:id/:version/:item': 'oaptdN',
  'GET /sdmx/2.1/availableconstraint/:flow': 'oaptdN',
  'GET /sdmx/2.1/availableconstraint/:flow/:key': 'oaptdN',
  'GET /sdmx/2.1/availableconstraint/:flow/:key/:provider': 'oaptdN',
  'GET /sdmx/2.1/availableconstraint/:flow/:key/:provider/:component': 'oaptdN',
  'GET /sdmx/2.1/data/:flow': 'oaptdN',
  'GET /sdmx/2.1/data/:flow/:key': 'oaptdN',
  'GET /sdmx/2.1/data/:flow/:key/:provider': 'oaptdN',

  'GET /api/v1/queries': 'oap',
  'GET /api/v1/queries/:id': 'oap',
  'POST /api/v1/queries': 'oap',
  'POST /api/v1/queries/:id': 'oap',
  'POST /api/v1/queries/:id/delete': 'oap',
  'GET /api/v1/exports': 'oap',
  'GET /api/v1/exports/:id': 'oap',
  'GET /api/v1/exports/:id/file': 'oap',
  'POST /api/v1/exports': 'oap',
  'POST /api/v1/exports/:id/cancel': 'oap',
  'GET /api/v1/sql': 'oap',
  'POST /api/v1/sql': 'oap',
  'POST /api/v1/sql/estimate': 'oap',

  'GET /api/v1/checks': 'opt',
  'GET /api/v1/deliveries': 'opt',
  'GET /api/v1/deliveries/:id': 'opt',
  'GET /api/v1/deliveries/:id/annotated.xlsx': 'opt',
  'GET /api/v1/deliveries/:id/cells': 'opt',
  'GET /api/v1/deliveries/:id/changes': 'opt',
  'GET /api/v1/deliveries/:id/findings': 'opt',
  'GET /api/v1/estimates': 'opt',
  'GET /api/v1/parks/:id/tenants': 'opt',
  'GET /api/v1/quality/causes': 'opt',
  'GET /api/v1/sources': 'opt',
  'GET /api/v1/tenants': 'opt',
  'GET /api/v1/tenants/:uscc/months': 'opt',
  'POST /api/v1/deliveries': 'opt',
  'POST /api/v1/deliveries/:id/confirm': 'opt',
  'POST /api/v1/deliveries/:id/reinstate': 'opt',
  'POST /api/v1/deliveries/:id/withdraw': 'opt',
  'POST /api/v1/findings/:id/confirm': 'opt',
  'POST /api/v1/findings/:id/revoke': 'opt',

  'GET /api/v1/month': 'op',
  'GET /api/v1/reminders': 'op',

  'GET /api/v1/deliveries/:id/impact': 'o',
  'GET /api/v1/drafts': 'o',
  'GET /api/v1/drafts/:period': 'o',
  'GET /api/v1/drafts/:period/changes': 'o',
  'POST /api/v1/reminders/:period/send': 'o',
  'GET /api/v1/reports/:period/sentences': 'o',
  'GET /api/v1/reports/:period/wording': 'o',
  'POST /api/v1/estimates': 'o',
  'POST /api/v1/estimates/:id/end': 'o',
  'GET /api/v1/months': 'o',
  'GET /api/v1/months/:period/review': 'o',
  'GET /api/v1/months/:period/submission/reports/:park.:format': 'o',
  'GET /api/v1/months/:period/submission/wording': 'o',
  'GET /simulated/:period/*': 'o',
  'POST /api/v1/calendar': 'o',
  'POST /api/v1/months/:period/close': 'o',
  'POST /api/v1/months/:period/reopen': 'o',
  'POST /api/v1/months/:period/submit': 'o',
  'POST /api/v1/months/:period/return': 'o',
  'POST /api/v1/months/:period/sign': 'o',
  'POST /api/v1/months/:period/publish': 'o',
  'POST /api/v1/months/:period/rollback': 'o',
  'POST /api/v1/months/:period/simulate': 'o',
  'POST /api/v1/months/:period/overrides': 'o',
  'POST /api/v1/notes': 'o',
  'POST /api/v1/notes/:id': 'o',
  'POST /api/v1/notes/:id/withdraw': 'o',
  'POST /api/v1/reports/:period/sentences': 'o',
  'POST /api/v1/reports/:period/sentences/withdraw': 'o',
};

/** Whose rows and files somebody may be told of; nobody else's code or file name stands in any answer to them. */
const mayKnow: Readonly<Record<Person | 'nobody', readonly string[]>> = {
  officer: [a, b, c, d, 'd1.csv', 'd2.csv', 'd3.csv', 'd4.csv', 'd5.csv'],
  analyst: [],
  // D was a member of P01 on days of March, and of P02 on others.
  park1: [a, b, d, 'd1.csv', 'd2.csv', 'd4.csv', 'd5.csv'],
  park2: [c, d, 'd3.csv', 'd4.csv'],
  tenantA: [a, 'd1.csv', 'd2.csv'],
  tenantC: [c, 'd3.csv'],
  admin: [],
  nobody: [],
};
const secrets = mayKnow.officer;
/** Deliveries of A, C, D and B, and who may ask for them. */
const deliveries: Readonly<Record<string, readonly Person[]>> = {
  d2: ['officer', 'park1', 'tenantA'],
  d3: ['officer', 'park2', 'tenantC'],
  d4: ['officer', 'park1', 'park2'],
  d5: ['officer', 'park1'],
};

let warehouse: Warehouse;
let app: Server;
let open: Server;
const routes: { readonly name: string; readonly method: string; readonly url: string }[] = [];
const cookies = new Map<Person, string>();

beforeAll(async () => {
  warehouse = await openWarehouse();
  const { database } = warehouse;
  await registerParks(database);
  await publishQuarters(database);
  await publish(database, '2026-03', '2026-05-09T02:00:00Z', [['trade_value', {}, '180.50']], {
    manifest: {
      deliveries: [a, b, c].map((uscc, at) => ({ uscc, period: '2026-03', file_name: `d${at + 1}.csv` })),
      kinds: { [a]: 'B', [c]: 'B' },
      memberships: { rows: [{ uscc: b, park_id: 'P01' }] },
      checks: [
        {
          id: 'tenant_silent',
          kind: 'warning',
          found: 2,
          effect_cny: '5.00',
          rows: [a, c].map((uscc) => ({ uscc, months: 6 })),
        },
      ],
      counts: { deliveries: 3 },
    },
  });
  await recordMarch(database);
  await database.kysely
    .insertInto('estimate')
    .values(
      [
        [b, 'P01'],
        [d, 'P02'],
      ].map(([uscc = '', park = '']) => ({
        ...{ uscc, park, period: '2026-03', mode: '9610', flow: 'export', method: 'ratio' as const },
        ...{ cny: '1.00', usd: '1.00', evidence: '{}', note: null, requested_by: 'x', requested_at: now },
      })),
    )
    .execute();
  await makePerson(database, 'admin', people.admin, now);
  for (const [name, person] of Object.entries(people) as [Person, (typeof people)[Person]][]) {
    const { letter: _, ...held } = person;
    const known = await database.kysely
      .selectFrom('account')
      .select('account_id')
      .where('name', '=', name.toLowerCase())
      .executeTakeFirst();
    const id = known?.account_id ?? (await makePerson(database, name.toLowerCase(), held, now));
    cookies.set(name, await sessionOf(database, id, now));
  }
  const counting = buildApp({ database, siteDir: null, now: () => now });
  counting.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'HEAD') routes.push({ name: `${one} ${url}`, method: one, url });
  });
  await counting.ready();
  await counting.close();
  app = await openApp(database, { writes: 'local' });
  open = await openApp(database, { writes: 'local', access: { signIn: 'auto', published: 'open' } });
});
afterAll(async () => {
  await app.close();
  await open.close();
  await warehouse.close();
});

const values: Readonly<Record<string, string>> = {
  period: '2026-03',
  format: 'html',
  uscc: c,
  name: 'nobody-known',
};
const idOf = (url: string) =>
  url.includes('/releases/')
    ? '2026-03.2'
    : url.includes('/indicators/')
      ? 'trade_value'
      : url.includes('/parks/')
        ? 'P02'
        : '7';
/** What most routes can be asked; what one cannot is a 400 for everybody. */
const questions = ['', '?period=2026-03', '?indicator=trade_value&period=2026-03', '?indicator=trade_value'];

function addressOf(url: string): string {
  return url.replace(/:(\w+)/g, (_, name: string) => values[name] ?? (name === 'id' ? idOf(url) : 'all'));
}

async function ask(server: Server, person: Person | 'nobody', method: string, url: string, payload?: object) {
  const cookie = person === 'nobody' ? undefined : cookies.get(person);
  return server.inject({
    method: method as 'GET',
    url,
    headers: cookie ? { cookie } : {},
    ...(method === 'POST' ? { payload: payload ?? {} } : {}),
  });
}

test('every route is in the list, and nothing else', () => {
  expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
});

test('every capability is used by a route', async () => {
  const used = new Set<string>();
  const counting = buildApp({ database: warehouse.database, siteDir: null, now: () => now });
  counting.addHook('onRoute', ({ config }) => {
    if (config) used.add(config.access);
  });
  await counting.ready();
  await counting.close();
  expect(Object.keys(capabilities).filter((one) => !used.has(one))).toEqual([]);
});

test('a route without a capability keeps the server from starting', async () => {
  const bare = buildApp({ database: warehouse.database, siteDir: null, now: () => now });
  bare.get('/bare', async () => 'x');
  await expect(bare.ready()).rejects.toThrow('/bare');
  await bare.close();
});

describe('every route × role', () => {
  const admits = (status: number) => status !== 401 && status !== 403;

  test.each(Object.entries(people).filter(([name]) => name !== 'park2' && name !== 'tenantC'))(
    'as %s',
    async (name, { letter }) => {
      const admitted: string[] = [];
      const refused: string[] = [];
      for (const { name: route, method, url } of routes) {
        // Signing out ends the session that the others go on with.
        if (url.endsWith('/sign-out')) continue;
        const { statusCode } = await ask(app, name as Person, method, addressOf(url));
        if (route.endsWith('/sign-in') || url.includes('/links/'))
          expect([400, 401, 404]).toContain(statusCode);
        else if (admits(statusCode)) admitted.push(route);
        else {
          expect(statusCode, route).toBe(403);
          refused.push(route);
        }
      }
      const doors = /\/sign-(in|out)$|\/links\//;
      const wanted = Object.keys(expected).filter((route) => !doors.test(route));
      expect(admitted.sort()).toEqual(wanted.filter((route) => expected[route]?.includes(letter)).sort());
      expect(refused.sort()).toEqual(wanted.filter((route) => !expected[route]?.includes(letter)).sort());
    },
  );

  test.each([
    ['n', () => app],
    ['N', () => open],
  ] as const)('as nobody: %s', async (letter, server) => {
    for (const { name, method, url } of routes) {
      if (/\/sign-(in|out)$|\/links\//.test(url)) continue;
      const { statusCode } = await ask(server(), 'nobody', method, addressOf(url));
      expect([name, statusCode === 401]).toEqual([name, !expected[name]?.includes(letter)]);
    }
  });
});

describe('nobody else’s rows', () => {
  test.each(Object.keys(mayKnow) as (Person | 'nobody')[])('are told to %s', async (person) => {
    const told = new Set<string>();
    for (const { method, url } of routes) {
      // Accounts and the audit tell whom somebody stands for: to administrators only, as the matrix shows.
      if (method !== 'GET' || /\/(accounts|audit)$/.test(url)) continue;
      for (const question of questions) {
        const { body, statusCode } = await ask(open, person, method, addressOf(url) + question);
        if (statusCode !== 200) continue;
        for (const secret of secrets) if (body.includes(secret)) told.add(secret);
      }
    }
    const may = mayKnow[person];
    expect([...told].filter((secret) => !may.includes(secret))).toEqual([]);
    // And what is one's own is told.
    expect(may.filter((secret) => !told.has(secret))).toEqual([]);
  });

  test.each(Object.keys(deliveries))('delivery %s is to others as if it did not exist', async (id) => {
    const reads = ['', '/findings', '/changes', '/cells', '/annotated.xlsx'];
    const acts = ['confirm', 'withdraw', 'reinstate'];
    const body = { reason_code: 'other', note: 'x' };
    for (const person of ['park1', 'park2', 'tenantA', 'tenantC'] as const) {
      const asked = async (of: string) => [
        ...(await Promise.all(
          reads.map((what) => ask(app, person, 'GET', `/api/v1/deliveries/${of}${what}`)),
        )),
        ...(await Promise.all(
          acts.map((act) => ask(app, person, 'POST', `/api/v1/deliveries/${of}/${act}?x=1`, body)),
        )),
      ];
      const seen = (await asked(id)).map(
        ({ statusCode, body: said }) => `${statusCode} ${said.replaceAll(id, 'ID')}`,
      );
      const none = (await asked('zz')).map(
        ({ statusCode, body: said }) => `${statusCode} ${said.replaceAll('zz', 'ID')}`,
      );
      if (deliveries[id]?.includes(person)) expect(seen[0]).toMatch(/^200 /);
      else expect(seen).toEqual(none);
    }
  });

  test('a finding of another, a tenant of another', async () => {
    const { rows } = (await ask(app, 'officer', 'GET', '/api/v1/deliveries/d2/findings')).json();
    const confirm = (person: Person, id: string) =>
      ask(app, person, 'POST', `/api/v1/findings/${id}/confirm`, { reason_code: 'seasonal' });
    const [theirs, none] = [await confirm('tenantC', rows[0].id), await confirm('tenantC', '999999')];
    expect(theirs.statusCode).toBe(404);
    expect({ ...theirs.json(), details: {} }).toEqual({ ...none.json(), details: {} });
    expect(theirs.json().details).toEqual({ value: rows[0].id });
    // One's own exists, and what must be fixed cannot be confirmed.
    expect((await confirm('tenantA', rows[0].id)).statusCode).toBe(409);
    for (const [person, status] of [
      ['tenantC', 200],
      ['park2', 200],
      ['tenantA', 404],
      ['park1', 404],
    ] as const)
      expect((await ask(app, person, 'GET', `/api/v1/tenants/${c}/months`)).statusCode).toBe(status);
  });

  test('a kept answer goes to nobody of another scope', async () => {
    const asked = async (person: Person) =>
      (await ask(app, person, 'GET', '/api/v1/quality?period=2026-03'))
        .json()
        .tenants.map(({ uscc }: { uscc: string }) => uscc);
    // Twice each: the second time from what is kept.
    for (const person of ['officer', 'tenantC', 'park1', 'analyst', 'tenantC', 'park1', 'officer'] as const)
      expect(new Set(await asked(person))).toEqual(
        new Set({ officer: [a, b, c, d], tenantC: [c], park1: [a, b, d], analyst: [] }[person]),
      );
  });
});

test('a token is never more than its account, and makes no others', async () => {
  const { database } = warehouse;
  const accounts = await database.kysely.selectFrom('account').select(['name', 'account_id']).execute();
  const idOfName = (name: string) => accounts.find((one) => one.name === name)?.account_id as string;
  const token = await tokenOf(database, idOfName('tenanta'), now);
  const by = (url: string, method: 'GET' | 'POST' = 'GET') =>
    app.inject({
      method,
      url: `/api/v1/${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(method === 'POST' ? { payload: { name: 'x', days: 3 } } : {}),
    });
  expect((await by('deliveries/d2')).statusCode).toBe(200);
  expect((await by('deliveries/d3')).statusCode).toBe(404);
  expect((await by('drafts')).statusCode).toBe(403);
  expect((await by('me/tokens', 'POST')).statusCode).toBe(403);
  const boss = await tokenOf(database, idOfName('admin'), now);
  const asBoss = { authorization: `Bearer ${boss}` };
  expect((await app.inject({ url: '/api/v1/accounts', headers: asBoss })).statusCode).toBe(403);
  expect((await app.inject({ url: '/api/v1/audit', headers: asBoss })).statusCode).toBe(200);
  expect(
    (await app.inject({ url: '/api/v1/deliveries', headers: { authorization: 'Bearer pkt_no' } })).statusCode,
  ).toBe(401);
});
