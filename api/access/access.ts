import cookies from '@fastify/cookie';
import type { RouteOptions } from 'fastify';
import { Refusal } from '../../catalogue/refusal.ts';
import { type Capability, capabilities, isScoped, mayUse, noScope } from '../../catalogue/roles.ts';
import type { Request, Server } from '../server.ts';
import { refuseForeign } from '../writes.ts';
import { type Reader, stranger } from './reader.ts';
import type { AccessOptions, Readers } from './readers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a reader must be allowed to do: catalogue/roles.ts. A server with a route that does not say it does not start. */
    access: Capability;
    /** Other sites may send to it: what it does, whoever has the address may do. */
    fromElsewhere?: true;
  }
  interface FastifyRequest {
    reader: Reader;
  }
}

/** What a token may not do: who has lost it must be able to trust that it made no others. */
const onlySignedIn: readonly Capability[] = ['own_account', 'accounts'];

/** Decides on every request, before kept answers are looked at, whether its reader may have what the route gives. */
export function guardAccess(server: Server, { published }: AccessOptions, readers: Readers): void {
  // Only where a session is made or looked up are cookies read.
  server.register(cookies, { hook: false });
  server.decorateRequest('reader', null as unknown as Reader);
  requireAccess(server);
  const admit = (request: Request, reader: Reader, access: Capability) => {
    // Who was refused is known too, but sees nothing.
    request.reader = { ...reader, scope: noScope };
    if (!mayUse(reader.roles, access, published === 'open')) throw refused(reader, access);
    if (reader.by === 'token' && onlySignedIn.includes(access)) throw refused(reader, access);
    if (isScoped(access)) request.reader = reader;
  };
  server.addHook('onRequest', (request: Request, _reply, done) => {
    request.reader = stranger;
    const { access, fromElsewhere } = request.routeOptions.config;
    if (!fromElsewhere) refuseForeign(request);
    // No route, or one for all: answered to anybody, also when the database is away.
    if (access === undefined || access === 'anyone') return done();
    const reader = readers.of(request);
    if (reader instanceof Promise) {
      reader.then((found) => admit(request, found, access)).then(() => done(), done);
      return;
    }
    admit(request, reader, access);
    done();
  });
}

/** A route without `config.access` is a fault of ours, found before the server listens. */
function requireAccess(server: Server): void {
  // Looked at when all is registered: a plugin's own routes may be told later what they are.
  const routes: RouteOptions[] = [];
  server.addHook('onRoute', (route) => {
    routes.push(route);
  });
  server.addHook('onReady', async () => {
    const bare = routes.filter(({ config }) => !config || !Object.hasOwn(capabilities, config.access));
    if (bare.length === 0) return;
    const names = bare.map(({ method, url }) => `${String(method)} ${url}`);
    throw new Error(`routes without config.access: ${names.join(', ')}`);
  });
}

function refused(reader: Reader, capability: Capability): Refusal {
  if (reader.roles.includes('reader'))
    return new Refusal('sign_in_required', {
      zh: '请先登录；程序请在Authorization头中给出访问令牌',
      en: 'Sign in first; programs send an access token in the Authorization header',
    });
  return new Refusal(
    'forbidden',
    {
      zh: '您的账户没有此项权限，请联系管理员',
      en: 'Your account may not do this: ask an administrator',
    },
    { capability },
  );
}
