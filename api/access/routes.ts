import type { Request, Server } from '../server.ts';
import { accountRoutes } from './accounts.ts';
import { auditRoutes } from './audit.ts';
import type { AccessContext } from './context.ts';
import { linkRoutes } from './link-routes.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { ownAccountRoutes } from './own-account.ts';
import { signInRoutes } from './sign-in.ts';

/** Everything about who may come in. No answer of these is ever kept. */
export function accessRoutes(server: Server, context: AccessContext): void {
  // What was done here holds at once; other programs hear of it.
  server.addHook('onSend', async ({ method }: Request, _reply, payload) => {
    if (method === 'POST') context.readers.forget();
    return payload;
  });
  signInRoutes(server, context);
  linkRoutes(server, context);
  ownAccountRoutes(server, context);
  accountRoutes(server, context);
  auditRoutes(server, context);
  if (context.oidc) oidcRoutes(server, context, context.oidc);
}
