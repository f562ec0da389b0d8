import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { now, openApp, openWarehouse, registerParks, type Warehouse } from '../app.fixture.ts';
import type { Server } from '../server.ts';
import { makePerson } from './access.fixture.ts';
import { claimRules, claimRulesForm, rolesOf } from './claims.ts';
import { accountOf, createOidc } from './oidc.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What the provider knows of whoever signs in there. */
const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  li: { preferred_username: 'Li.Min', name: '李敏', groups: ['officers', 'admins'] },
  park: { preferred_username: 'wang', name: '王强', groups: ['parks'], park: ['P02'] },
  guest: { preferred_username: 'guest', name: '访客', groups: ['others'] },
  taken: { preferred_username: 'chief', name: '同名', groups: ['officers'] },
};
const rules = 'officers=officer;admins=admin;parks=park:@park';

let warehouse: Warehouse;
let app: Server;
let issuer: HttpServer;
let origin: string;

/** A real provider; whoever is named in `login_hint` of the test's own step has signed in and agreed. */
async function openProvider(redirect: string): Promise<HttpServer> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(address, {
    clients: [
      {
        client_id: 'parkstat',
        client_secret: 'a secret of the test',
        redirect_uris: [redirect],
        post_logout_redirect_uris: ['http://stat.test/sign-in.html'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups', 'park'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    cookies: { keys: ['keys of the test'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        accountId: context.oidc.session?.accountId ?? '',
        clientId: context.oidc.client?.clientId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const who = new URL(request.url ?? '/', address).searchParams.get('as');
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: who ?? '' } });
  });
  return server;
}

beforeAll(async () => {
  warehouse = await openWarehouse();
  await registerParks(warehouse.database);
  issuer = await openProvider('http://stat.test/api/v1/oidc/callback');
  origin = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const oidc = createOidc(warehouse.database, {
    issuer: new URL(origin),
    clientId: 'parkstat',
    clientSecret: 'a secret of the test',
    claim: 'groups',
    rules: claimRules(rules),
    label: '统一身份认证',
    publicUrl: new URL('http://stat.test/'),
  });
  await makePerson(warehouse.database, 'chief', { roles: ['admin'] }, now);
  app = await openApp(warehouse.database, { oidc });
});
afterAll(async () => {
  await app.close();
  issuer.closeAllConnections();
  issuer.close();
  await warehouse.close();
});

let jar: Map<string, string>;
beforeEach(() => {
  jar = new Map();
});

const cookies = (of: Map<string, string>) => [...of].map(([name, value]) => `${name}=${value}`).join('; ');
function keep(of: Map<string, string>, set: readonly string[]): void {
  for (const one of set) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
    if (/max-age=0|expires=thu, 01 jan 1970/i.test(one) || value === '') of.delete(name);
    else of.set(name, value);
  }
}
async function get(url: string) {
  const response = await app.inject({ url, headers: { cookie: cookies(jar) } });
  keep(jar, [response.headers['set-cookie'] ?? []].flat());
  return response;
}

/** From the button to the way back, as a browser goes: the last address that the provider sends it to. */
async function atProvider(begin: string, who: string): Promise<string> {
  const own = new Map<string, string>();
  let next = String((await get(begin)).headers.location);
  while (next.startsWith(origin)) {
    const url = new URL(next);
    if (url.pathname.startsWith('/interaction/')) url.searchParams.set('as', who);
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: cookies(own) } });
    keep(own, response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (!location) throw new Error(`${response.status} ${await response.text()}`);
    next = new URL(location, origin).href;
  }
  return next.replace('http://stat.test', '');
}

describe('signing in at a provider', () => {
  test('makes the account with the roles that its claims give, and signs it in and out', async () => {
    const back = await atProvider('/api/v1/oidc/start?return=quality.html%3Fperiod%3D2026-03', 'li');
    const came = await get(back);
    expect([came.statusCode, came.headers.location]).toEqual([302, '../../../quality.html?period=2026-03']);
    expect((await get('/api/v1/me')).json()).toMatchObject({
      ...{ signed_in: true, name: 'li.min', display_name: '李敏', roles: ['officer', 'admin'] },
      ...{ scope: { all: true }, sign_in_with: '统一身份认证' },
    });
    // The same answer again opens nothing.
    expect((await get(back)).headers.location).toBe('../../../sign-in.html?problem=sign_in_required');
    const out = await app.inject({
      method: 'POST',
      url: '/api/v1/sign-out',
      headers: { cookie: cookies(jar) },
      payload: {},
    });
    const leave = new URL(out.json().continue_at);
    expect(leave.origin + leave.pathname).toBe(`${origin}/session/end`);
    expect(leave.searchParams.get('post_logout_redirect_uri')).toBe('http://stat.test/sign-in.html');
  });

  test('keeps an account up to date, within its scope', async () => {
    await get(await atProvider('/api/v1/oidc/start', 'park'));
    expect((await get('/api/v1/me')).json()).toMatchObject({
      name: 'wang',
      roles: ['park'],
      scope: { parks: ['P02'] },
    });
    expect((await get('/api/v1/drafts')).statusCode).toBe(403);
    await warehouse.database.pool.query(
      "update account set display_name = 'old', parks = '{P01}' where name = 'wang'",
    );
    jar.clear();
    await get(await atProvider('/api/v1/oidc/start', 'park'));
    expect((await get('/api/v1/me')).json()).toMatchObject({
      display_name: '王强',
      scope: { parks: ['P02'] },
    });
    await warehouse.database.pool.query("update account set disabled = true where name = 'wang'");
    jar.clear();
    const refused = await get(await atProvider('/api/v1/oidc/start', 'park'));
    expect(refused.headers.location).toBe('../../../sign-in.html?problem=forbidden');
    expect(jar.has('parkstat_session')).toBe(false);
  });

  test.each([
    ['guest', 'forbidden'],
    // A local account of that name is not taken over.
    ['taken', 'wrong_state'],
  ])('lets %s not in', async (who, problem) => {
    const came = await get(await atProvider('/api/v1/oidc/start', who));
    expect(came.headers.location).toBe(`../../../sign-in.html?problem=${problem}`);
    expect(jar.has('parkstat_session')).toBe(false);
  });

  test('takes no answer that another browser asked for, nor one with another state', async () => {
    const back = await atProvider('/api/v1/oidc/start', 'li');
    const mine = new Map(jar);
    jar.clear();
    expect((await get(back)).headers.location).toBe('../../../sign-in.html?problem=sign_in_required');
    jar = mine;
    expect((await get(back.replace(/state=[^&]+/, 'state=x'))).headers.location).toContain(
      'problem=sign_in_required',
    );
    expect(jar.has('parkstat_session')).toBe(false);
  });

  test('asks with code, proof key, state and nonce, and returns to pages of ours only', async () => {
    const asked = new URL(
      String((await get('/api/v1/oidc/start?return=https://evil.example')).headers.location),
    );
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      ...{
        response_type: 'code',
        code_challenge_method: 'S256',
        client_id: 'parkstat',
        scope: 'openid profile',
      },
      redirect_uri: 'http://stat.test/api/v1/oidc/callback',
    });
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.searchParams.get(name)?.length).toBeGreaterThan(30);
    const { rows } = await warehouse.database.pool.query(
      'select return_to from oidc_flow order by started_at desc limit 1',
    );
    expect(rows).toEqual([{ return_to: 'index.html' }]);
  });

  test('a provider that is away is said to be', async () => {
    const options = { clientId: 'x', clientSecret: 'x', claim: 'groups', rules: [], label: 'x' };
    const gone = createOidc(warehouse.database, {
      ...options,
      issuer: new URL('http://127.0.0.1:1'),
      publicUrl: new URL('http://stat.test/'),
    });
    const other = await openApp(warehouse.database, { oidc: gone });
    expect((await other.inject('/api/v1/oidc/start')).headers.location).toBe(
      '../../../sign-in.html?problem=source_failed',
    );
    await other.close();
  });
});

test('claims give roles by rules', () => {
  const given = (claims: object, text: string) => rolesOf({ ...claims }, 'groups', claimRules(text));
  expect(given({ groups: 'a' }, 'a=analyst;b=officer')).toEqual({
    roles: ['analyst'],
    parks: [],
    tenants: [],
  });
  expect(given({ groups: ['a', 'b'] }, 'a=park:P01,P02;b=park:P02')).toEqual({
    roles: ['park'],
    parks: ['P01', 'P02'],
    tenants: [],
  });
  expect(given({ groups: ['a'], codes: ['X'] }, 'a=tenant:@codes')).toEqual({
    roles: ['tenant'],
    parks: [],
    tenants: ['X'],
  });
  expect(given({ groups: ['a'] }, 'a=tenant:@codes')).toEqual({ roles: [], parks: [], tenants: [] });
  for (const wrong of ['a', 'a=reader', 'a=park', 'a=officer:P01', 'a=officer;;b=admin', '=officer'])
    expect(claimRulesForm.test(wrong)).toBe(false);
  const plain = { claim: 'groups', rules: claimRules('a=analyst') };
  expect(accountOf({ sub: '42', groups: 'a' }, plain)).toMatchObject({ name: 'u-42', display_name: 'u-42' });
  expect(accountOf({ sub: '1', groups: 'a', email: 'A+B@x.cn' }, plain)).toMatchObject({ name: 'a-b@x.cn' });
});
