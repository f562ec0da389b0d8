import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  openApp,
  openWarehouse,
  recordMarch,
  registerParks,
  tenants,
  type Warehouse,
} from '../app.fixture.ts';
import type { Server } from '../server.ts';
import { goodPassword, lightCost, makePerson, sessionOf, tokenOf } from './access.fixture.ts';
import { firstAdminLink } from './links.ts';
import { waitAfter } from './lock-out.ts';
import { hashPassword, verifyPassword } from './password.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const start = new Date('2026-05-20T01:00:00Z');
const second = 1000;
const hour = 3600 * second;
let warehouse: Warehouse;
let app: Server;
let time: number;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  await recordMarch(warehouse.database);
});
beforeEach(async () => {
  time = start.getTime();
  const { pool } = warehouse.database;
  await pool.query(
    'alter table audit disable trigger user; truncate audit; alter table audit enable trigger user',
  );
  await pool.query(
    'truncate account_session, access_token, one_time_link, sign_in_attempt, oidc_flow, account restart identity',
  );
  app = await openApp(warehouse.database, { now: () => new Date(time), writes: 'local', cost: lightCost });
});
afterEach(() => app.close());
afterAll(() => warehouse.close());

interface Asked {
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  readonly remoteAddress?: string;
}

async function post(path: string, payload: object, { cookie, headers = {}, remoteAddress }: Asked = {}) {
  return app.inject({
    method: 'POST',
    url: `/api/v1/${path}`,
    headers: { ...headers, ...(cookie ? { cookie } : {}) },
    payload,
    ...(remoteAddress ? { remoteAddress } : {}),
  });
}
const get = (path: string, headers: Record<string, string> = {}) =>
  app.inject({ url: `/api/v1/${path}`, headers });
const signIn = (name: string, password: string, asked: Asked = {}) =>
  post('sign-in', { name, password }, asked);
const setCookies = (response: { headers: Record<string, unknown> }) =>
  [response.headers['set-cookie']].flat().map(String);
const cookieOf = (response: { headers: Record<string, unknown> }) =>
  setCookies(response)
    .map((one) => one.split(';')[0] ?? '')
    .find((one) => one.startsWith('parkstat_session=')) as string;
const acts = async () =>
  (
    await warehouse.database.kysely
      .selectFrom('audit')
      .select(['account', 'act', 'target', 'outcome'])
      .orderBy('audit_id')
      .execute()
  ).map(({ account, act, target, outcome }) => `${account} ${act} ${target} ${outcome}`);

describe('without accounts', () => {
  test('whoever is at this machine does all, and nobody else anything', async () => {
    expect((await get('me')).json()).toMatchObject({
      signed_in: false,
      roles: ['officer', 'admin'],
      first_start: true,
    });
    expect((await get('deliveries')).statusCode).toBe(200);
    for (const headers of [
      { host: 'stat.example' },
      { 'x-forwarded-for': '10.0.0.9' },
      { via: '1.1 proxy' },
    ]) {
      expect((await get('deliveries', headers as Record<string, string>)).statusCode).toBe(401);
      expect((await get('me', headers as Record<string, string>)).json()).toMatchObject({
        roles: ['reader'],
      });
    }
    const abroad = await app.inject({ url: '/api/v1/deliveries', remoteAddress: '10.0.0.9' });
    expect(abroad.statusCode).toBe(401);
  });

  test('nobody does anything where signing in is required', async () => {
    const strict = await openApp(warehouse.database, {
      access: { signIn: 'required', published: 'signed-in' },
    });
    expect((await strict.inject('/api/v1/releases')).statusCode).toBe(401);
    await strict.close();
  });

  test('the link makes the first administrator, once, within a day', async () => {
    const { path } = (await firstAdminLink(warehouse.database, start)) as { path: string };
    const link = path.split('#link=')[1] as string;
    expect((await post('links/open', { link })).json()).toEqual({
      purpose: 'first',
      name: null,
      display_name: null,
    });
    const body = { link, name: 'chief', display_name: '李敏', password: goodPassword };
    expect((await post('links/use', { ...body, password: 'short' })).json()).toMatchObject({
      details: { parameter: 'password' },
    });
    expect((await post('links/use', { ...body, name: undefined })).json()).toMatchObject({
      details: { parameter: 'name' },
    });
    const used = await post('links/use', body);
    expect(used.json()).toMatchObject({ signed_in: true, name: 'chief', roles: ['officer', 'admin'] });
    expect((await get('accounts', { cookie: cookieOf(used) })).json().rows).toMatchObject([
      { name: 'chief', has_password: true },
    ]);
    expect((await post('links/use', { ...body, name: 'other' })).statusCode).toBe(404);
    // From now on this machine is like any other.
    expect((await get('deliveries')).statusCode).toBe(401);
    expect(await firstAdminLink(warehouse.database, start)).toBeNull();
    expect(await acts()).toEqual(['chief useLink first chief done', 'chief signIn chief done']);
  });

  test('the link is over after a day, and once another was made', async () => {
    const tokenIn = async () =>
      ((await firstAdminLink(warehouse.database, new Date(time))) as { path: string }).path.split(
        '#link=',
      )[1];
    const [first, next] = [await tokenIn(), await tokenIn()];
    expect((await post('links/open', { link: first })).statusCode).toBe(404);
    time += 24 * hour - second;
    expect((await post('links/open', { link: next })).statusCode).toBe(200);
    time += second;
    expect((await post('links/open', { link: next })).statusCode).toBe(404);
  });

  test('the first account is an administrator', async () => {
    const answer = await post('accounts', { name: 'p1', display_name: 'P1', roles: ['analyst'] });
    expect(answer.statusCode).toBe(409);
    expect((await get('me')).json().first_start).toBe(true);
  });
});

describe('signing in', () => {
  beforeEach(async () => {
    await makePerson(warehouse.database, 'chief', { roles: ['officer', 'admin'] }, start);
    await makePerson(
      warehouse.database,
      'firm',
      { roles: ['tenant'], tenants: [tenants[0] as string] },
      start,
    );
  });

  test('gives a cookie that no script reads and no other site sends; over https it stays there', async () => {
    const plain = await signIn('chief', goodPassword);
    expect(plain.statusCode).toBe(200);
    const [known, session] = setCookies(plain);
    expect(session).toMatch(/^parkstat_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(known).toBe('parkstat_known=1; Path=/; SameSite=Lax');
    const secure = await signIn('chief', goodPassword, { headers: { 'x-forwarded-proto': 'https' } });
    expect(setCookies(secure)[1]).toMatch(/; Secure/);
    const { rows } = await warehouse.database.pool.query('select token_hash from account_session');
    const text = cookieOf(plain).split('=')[1] as string;
    expect(JSON.stringify(rows)).not.toContain(text);
  });

  test('begins under a new token, whatever the browser came with', async () => {
    const planted = 'parkstat_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const first = cookieOf(await signIn('firm', goodPassword, { cookie: planted }));
    expect(first).not.toBe(planted);
    expect((await get('deliveries', { cookie: planted })).statusCode).toBe(401);
    const next = cookieOf(await signIn('firm', goodPassword, { cookie: first }));
    expect(next).not.toBe(first);
    expect((await get('deliveries', { cookie: first })).statusCode).toBe(401);
    expect((await get('deliveries', { cookie: next })).statusCode).toBe(200);
  });

  test('ends after two hours of rest and after twelve in all', async () => {
    const cookie = cookieOf(await signIn('firm', goodPassword));
    const status = async () => (await get('deliveries', { cookie })).statusCode;
    time += 2 * hour - second;
    expect(await status()).toBe(200);
    time += 2 * hour;
    expect(await status()).toBe(401);
    const other = cookieOf(await signIn('firm', goodPassword));
    for (let hours = 0; hours < 11; hours++) {
      time += hour;
      expect((await get('deliveries', { cookie: other })).statusCode).toBe(200);
    }
    time += hour;
    expect((await get('deliveries', { cookie: other })).statusCode).toBe(401);
  });

  test('out is out, and other sessions end with the password or the account', async () => {
    const [one, two] = [
      cookieOf(await signIn('firm', goodPassword)),
      cookieOf(await signIn('firm', goodPassword)),
    ];
    const status = async (cookie: string) => (await get('deliveries', { cookie })).statusCode;
    expect([await status(one), await status(two)]).toEqual([200, 200]);
    expect((await post('sign-out', {}, { cookie: one })).json()).toEqual({ continue_at: null });
    expect([await status(one), await status(two)]).toEqual([401, 200]);
    const wrong = await post(
      'me/password',
      { password: 'x', new_password: 'quite another one' },
      { cookie: two },
    );
    expect(wrong.json()).toMatchObject({ code: 'usage', details: { parameter: 'password' } });
    const changed = await post(
      'me/password',
      { password: goodPassword, new_password: 'quite another one' },
      { cookie: two },
    );
    const three = cookieOf(changed);
    expect([await status(two), await status(three)]).toEqual([401, 200]);
    expect((await signIn('firm', goodPassword)).statusCode).toBe(401);
    const chief = cookieOf(await signIn('chief', goodPassword));
    const { rows } = await warehouse.database.pool.query(
      "select account_id from account where name = 'firm'",
    );
    const token = await tokenOf(warehouse.database, rows[0].account_id, new Date(time));
    const bearer = { authorization: `Bearer ${token}` };
    expect((await get('deliveries', bearer)).statusCode).toBe(200);
    expect((await post('accounts/firm', { disabled: true }, { cookie: chief })).json()).toMatchObject({
      disabled: true,
    });
    await vi.waitFor(async () => expect(await status(three)).toBe(401));
    expect((await get('deliveries', bearer)).statusCode).toBe(401);
    expect((await signIn('firm', 'quite another one')).statusCode).toBe(401);
  });

  test('tells nothing of which names exist, and writes no unknown name down', async () => {
    const [known, unknown] = [await signIn('chief', 'wrong'), await signIn('hunter2-my-password', 'wrong')];
    expect([known.statusCode, known.json()]).toEqual([unknown.statusCode, unknown.json()]);
    expect(await acts()).toEqual(['- signIn chief refused', '- signIn - refused']);
    const { rows } = await warehouse.database.pool.query('select * from sign_in_attempt');
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|chief|127\.0/);
  });

  test('waits longer with each failure, alike for names that do not exist', async () => {
    for (const name of ['chief', 'nobody']) {
      for (let attempt = 0; attempt < 5; attempt++)
        expect((await signIn(name, 'wrong')).statusCode).toBe(401);
      expect((await signIn(name, goodPassword)).json()).toMatchObject({
        code: 'busy',
        details: { seconds: 1 },
      });
    }
    time += second;
    expect((await signIn('chief', 'wrong')).statusCode).toBe(401);
    expect((await signIn('chief', goodPassword)).json()).toMatchObject({ details: { seconds: 2 } });
    // From elsewhere the owner still comes in.
    expect((await signIn('chief', goodPassword, { remoteAddress: '10.0.0.7' })).statusCode).toBe(200);
    time += 2 * second;
    expect((await signIn('chief', goodPassword)).statusCode).toBe(200);
    expect((await signIn('chief', 'wrong')).statusCode).toBe(401);
    expect((await signIn('chief', goodPassword)).statusCode).toBe(200);
    expect([-1, 0, 1, 5, 20].map(waitAfter)).toEqual([0, 1000, 2000, 32_000, 900_000]);
  });

  test('counts guesses that come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('chief', 'wrong')));
    await Promise.all(Array.from({ length: 12 }, () => signIn('chief', 'wrong')));
    expect(answers.length).toBe(12);
    expect((await signIn('chief', goodPassword)).statusCode).toBe(429);
  });

  test('passwords are salted, slow by their own cost, and made anew when the cost rises', async () => {
    const [one, two] = [await hashPassword('x', lightCost), await hashPassword('x', lightCost)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    const dearer = { ...lightCost, memory: 128 };
    expect(await verifyPassword('x', one, dearer)).toEqual({ right: true, old: true });
    expect(await verifyPassword('y', one, lightCost)).toEqual({ right: false, old: false });
    expect(await verifyPassword('x', null, lightCost)).toEqual({ right: false, old: false });
    const strict = await openApp(warehouse.database, { now: () => new Date(time), cost: dearer });
    const payload = { name: 'firm', password: goodPassword };
    expect((await strict.inject({ method: 'POST', url: '/api/v1/sign-in', payload })).statusCode).toBe(200);
    await strict.close();
    const { rows } = await warehouse.database.pool.query(
      "select password_hash from account where name = 'firm'",
    );
    expect(rows[0].password_hash).toContain('m=128,');
  });

  test('requests of other sites, and forms, do nothing with a cookie', async () => {
    const cookie = cookieOf(await signIn('chief', goodPassword));
    const body = { name: 'x1', display_name: 'x', roles: ['analyst'] };
    for (const [headers, status] of [
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ 'content-type': 'text/plain' }, 415],
      [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ] as const)
      for (const path of ['accounts', 'sign-out', 'sign-in', 'deliveries/d2/withdraw'])
        expect((await post(path, body, { cookie, headers: { ...headers } })).statusCode).toBe(status);
    expect((await get('me', { cookie })).json().signed_in).toBe(true);
    const ours = { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' };
    expect((await post('accounts', body, { cookie, headers: ours })).statusCode).toBe(200);
  });
});

describe('administrators', () => {
  let cookie: string;
  beforeEach(async () => {
    const id = await makePerson(warehouse.database, 'chief', { roles: ['admin'] }, start);
    cookie = await sessionOf(warehouse.database, id, start);
  });

  test('invite, change and put back; the last one stays', async () => {
    const invited = await post(
      'accounts',
      { name: 'park1', display_name: '一号园区', roles: ['park'], parks: ['P01'] },
      { cookie },
    );
    expect(invited.json()).toMatchObject({ account: { name: 'park1', parks: ['P01'], disabled: false } });
    const link = invited.json().link.path.split('#link=')[1];
    const used = await post('links/use', { link, password: goodPassword });
    expect(used.json()).toMatchObject({ name: 'park1', scope: { all: false, parks: ['P01'], tenants: [] } });
    for (const [body, parameter] of [
      [{ roles: ['park'], parks: [] }, 'parks'],
      [{ roles: ['analyst'] }, 'parks'],
      [{ parks: ['P99'] }, 'parks'],
      [{ roles: ['tenant'], parks: [], tenants: ['91330100MA27XL0K9Z'] }, 'tenants'],
      [{ roles: ['reader'] }, 'roles/0'],
      [{ name: 'x' }, 'name'],
    ] as const)
      expect((await post('accounts/park1', body, { cookie })).json()).toMatchObject({
        details: { parameter },
      });
    expect(
      (await post('accounts', { name: 'park1', display_name: 'x', roles: ['analyst'] }, { cookie }))
        .statusCode,
    ).toBe(409);
    expect((await post('accounts/nobody', {}, { cookie })).statusCode).toBe(404);
    expect((await post('accounts/chief', { roles: ['analyst'] }, { cookie })).json()).toMatchObject({
      code: 'wrong_state',
    });
    expect((await post('accounts/chief', { disabled: true }, { cookie })).statusCode).toBe(409);
    const reset = await post('accounts/park1/link', {}, { cookie });
    expect((await post('links/open', { link: reset.json().path.split('#link=')[1] })).json()).toMatchObject({
      purpose: 'reset',
    });
    expect((await get('me', { cookie: cookieOf(used) })).json()).toMatchObject({ name: 'park1' });
  });

  test('make tokens of their own, shown once, kept as hashes, over in time', async () => {
    const made = (await post('me/tokens', { name: '脚本', days: 1 }, { cookie })).json();
    expect(made.token).toMatch(/^pkt_[\w-]{43}$/);
    const bearer = { authorization: `Bearer ${made.token}` };
    expect((await get('audit', bearer)).statusCode).toBe(200);
    const { rows } = (await get('me/tokens', { cookie })).json();
    expect(rows).toMatchObject([{ id: made.id, name: '脚本', last_used_at: start.toISOString() }]);
    expect(JSON.stringify(rows)).not.toContain(made.token);
    time += 24 * hour;
    expect((await get('audit', bearer)).statusCode).toBe(401);
    const id = await makePerson(warehouse.database, 'other', { roles: ['admin'] }, start);
    const others = await sessionOf(warehouse.database, id, new Date(time));
    expect((await post(`me/tokens/${made.id}/end`, {}, { cookie: others })).statusCode).toBe(404);
  });

  test('read the audit, which nobody can change, and which holds no secret', async () => {
    const id = await makePerson(warehouse.database, 'officer', { roles: ['officer'] }, start);
    const officer = await sessionOf(warehouse.database, id, start);
    await get('deliveries/d2', { cookie: officer });
    await get('deliveries/d2', { cookie: officer });
    await get('releases', { cookie: officer });
    await post(
      'deliveries/d2/withdraw',
      { reason_code: 'wrong_file', note: 'x', by: '别人' },
      { cookie: officer },
    );
    await get('accounts', { cookie: officer });
    await post('me/tokens', { name: '脚本', days: 1 }, { cookie: officer });
    await post(
      'accounts',
      { name: 'park1', display_name: '一号园区', roles: ['park'], parks: ['P01'] },
      { cookie },
    );
    const step = await warehouse.database.kysely
      .selectFrom('delivery_step')
      .select('actor')
      .where('delivery_id', '=', 'd2')
      .where('state', '=', 'withdrawn')
      .executeTakeFirst();
    expect(step?.actor).toBe('officer (officer)');
    const { rows, total } = (await get('audit?limit=4', { cookie })).json();
    expect([rows.length, total]).toEqual([4, 6]);
    expect(await acts()).toEqual([
      'officer getDelivery /deliveries/d2 done',
      'officer getDelivery /deliveries/d2 done',
      'officer withdrawDelivery /deliveries/d2/withdraw done',
      'officer listAccounts /accounts refused',
      'officer makeToken /me/tokens 1 done',
      'chief addAccount /accounts park1 done',
    ]);
    expect(
      (await get('audit?account=officer&kind=act', { cookie }))
        .json()
        .rows.map(({ act }: { act: string }) => act),
    ).toEqual(['makeToken', 'withdrawDelivery']);
    const { pool } = warehouse.database;
    // The same transaction wrote both: there is never the one without the other.
    const written = await pool.query(
      `select (select xmin::text from audit where act = 'withdrawDelivery') as audited,
         (select xmin::text from delivery_step where delivery_id = 'd2' and state = 'withdrawn') as done`,
    );
    expect(written.rows[0].audited).toBe(written.rows[0].done);
    for (const change of ["update audit set act = 'x'", 'delete from audit', 'truncate audit'])
      await expect(pool.query(change)).rejects.toThrow('append-only');
    await post('deliveries/d2/reinstate', { reason_code: 'other', note: 'x' }, { cookie: officer });
  });
});

test('a tenant hands in for itself only', async () => {
  const handed: (string | null)[] = [];
  const collection = {
    handIn: async ({ tenant }: { tenant: string | null }) => {
      handed.push(tenant);
      return { id: 'd2', again: true };
    },
  } as unknown as NonNullable<Parameters<typeof openApp>[1]>['collection'];
  const receive = async <T>(request: unknown, work: (upload: never) => Promise<T>) => {
    const tenant = (request as { query: { tenant?: string } }).query.tenant ?? null;
    return work({ tenant } as never);
  };
  const own = await openApp(warehouse.database, {
    now: () => new Date(time),
    writes: 'local',
    collection: collection ?? null,
    receive,
  });
  await makePerson(warehouse.database, 'chief', { roles: ['admin'] }, start);
  const [a, b, c] = tenants as [string, string, string];
  const people = [
    await makePerson(warehouse.database, 'firm', { roles: ['tenant'], tenants: [a] }, start),
    await makePerson(warehouse.database, 'park', { roles: ['park'], parks: ['P01'] }, start),
  ];
  const [firm, park] = await Promise.all(people.map((id) => sessionOf(warehouse.database, id, start)));
  const hand = async (cookie: string | undefined, tenant?: string) =>
    (
      await own.inject({
        method: 'POST',
        url: `/api/v1/deliveries${tenant ? `?tenant=${tenant}` : ''}`,
        headers: { cookie: cookie ?? '', 'content-type': 'multipart/form-data; boundary=x' },
        payload: '--x--\r\n',
      })
    ).statusCode;
  expect([await hand(firm), await hand(firm, a), await hand(firm, b)]).toEqual([200, 200, 404]);
  expect([await hand(park), await hand(park, b), await hand(park, c)]).toEqual([400, 200, 404]);
  expect(handed).toEqual([a, a, b]);
  await own.close();
});

test('who has signed in is counted as themselves, wherever they are', async () => {
  const { database } = warehouse;
  const limited = await openApp(database, {
    now: () => start,
    rateLimit: { perMinute: 1, sparesLocal: false },
  });
  const people = [];
  for (const name of ['chief', 'colleague']) {
    const account = await makePerson(database, name, { roles: ['admin'] }, start);
    people.push(await sessionOf(database, account, start));
  }
  const ask = async (cookie: string | undefined, remoteAddress: string) =>
    (await limited.inject({ url: '/api/v1/parks', remoteAddress, headers: cookie ? { cookie } : {} }))
      .statusCode;
  const [one, other] = people;
  expect([await ask(one, '10.0.0.1'), await ask(other, '10.0.0.1')]).toEqual([200, 200]);
  expect(await ask(one, '10.0.0.2')).toBe(429);
  await limited.close();
});
