import type { RouteOptions } from 'fastify';
import { Refusal } from '../../catalogue/refusal.ts';
import { type Capability, capabilities, isScoped, mayUse, noScope } from '../../catalogue/roles.ts';
import type { Request, Server } from '../server.ts';
import { atThisMachine, isLocal, type Reader, stranger } from './reader.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a reader must be allowed to do: catalogue/roles.ts. A server with a route that does not say it does not start. */
    access: Capability;
  }
  interface FastifyRequest {
    reader: Reader;
  }
}

export interface AccessOptions {
  /** `auto`: while there is no account, whoever is at this machine is officer and administrator. */
  readonly signIn: 'auto' | 'required';
  /** Published numbers for whoever has signed in, or for all. */
  readonly published: 'signed-in' | 'open';
  /** Every request is this reader's: a program asks its own API, as when the pages are baked. */
  readonly as?: Reader;
}

/** Decides on every request, before kept answers are looked at, whether its reader may have what the route gives. */
export function guardAccess(server: Server, { signIn, published, as }: AccessOptions): void {
  server.decorateRequest('reader', null as unknown as Reader);
  requireAccess(server);
  server.addHook('onRequest', (request, _reply, done) => {
    const { access } = request.routeOptions.config;
    // No route: answered as such, to anybody.
    if (access === undefined) return done();
    const local = signIn === 'auto' && isLocal(request as Request);
    const reader = as ?? (local ? atThisMachine : stranger);
    if (!mayUse(reader.roles, access, published === 'open')) throw refused(reader, access);
    request.reader = isScoped(access) ? reader : { ...reader, scope: noScope };
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
