import { fastifyCookie as cookies } from '@fastify/cookie';
import { Refusal } from '../../catalogue/refusal.ts';
import { keepExternalAccount } from '../../warehouse/accounts.ts';
import { record, Type } from '../schema.ts';
import type { Reply, Request, Server } from '../server.ts';
import { auditAct } from './audit-hook.ts';
import type { AccessContext } from './context.ts';
import { isHttps } from './cookie.ts';
import type { Oidc } from './oidc.ts';
import { beginSession } from './sign-in.ts';

const config = { access: 'anyone' as const };
const stateCookie = 'parkstat_oidc';
const minutes = 10;
/** A page of ours with what stands behind it: nothing that leads elsewhere. */
export const pageForm = /^[a-z][a-z-]*\.html([?#][^\s\\]*)?$/;

/** To the identity provider and back. Both are followed by the browser, and so end on a page. */
export function oidcRoutes(server: Server, context: AccessContext, oidc: Oidc): void {
  const { now } = context;
  server.get(
    '/oidc/start',
    {
      config,
      schema: {
        hide: true,
        querystring: record({ return: Type.Optional(Type.String({ maxLength: 1000 })) }),
      },
    },
    async (request, reply) => {
      const wanted = (request.query as { return?: string }).return ?? '';
      const returnTo = pageForm.test(wanted) ? wanted : 'index.html';
      try {
        const { url, state } = await oidc.start(returnTo, now());
        setState(context, request as Request, reply as Reply, state);
        return (reply as Reply).header('cache-control', 'no-store').redirect(url);
      } catch (error) {
        return failed(reply as Reply, error);
      }
    },
  );
  server.get(
    '/oidc/callback',
    { config, schema: { hide: true }, validatorCompiler: () => () => true },
    async (request, reply) => come(context, oidc, request as Request, reply as Reply),
  );
}

async function come(context: AccessContext, oidc: Oidc, request: Request, reply: Reply) {
  const { database, now } = context;
  const state = cookies.parse(request.headers.cookie ?? '')[stateCookie] ?? '';
  setState(context, request, reply, null);
  try {
    const query = request.raw.url?.split('?')[1] ?? '';
    const found = await oidc.finish(query, state, now());
    const account = await keepExternalAccount(database, found.subject, found.account, now());
    if (account.disabled) {
      await auditAct(database, {
        at: now(),
        account: '-',
        act: 'signIn',
        target: account.name,
        outcome: 'refused',
      });
      throw new Refusal('forbidden', { zh: '账户已停用', en: 'The account is disabled' });
    }
    await beginSession(context, request, reply, account, found.id_token);
    return reply.header('cache-control', 'no-store').redirect(`../../../${found.return_to}`);
  } catch (error) {
    return failed(reply, error);
  }
}

/** Binds the flow to the browser that began it. */
function setState({ options }: AccessContext, request: Request, reply: Reply, state: string | null): void {
  const common = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/api/v1/oidc/',
    secure: options.secureCookies === true || isHttps(request),
  } as const;
  reply.header(
    'set-cookie',
    state === null
      ? cookies.serialize(stateCookie, '', { ...common, maxAge: 0 })
      : cookies.serialize(stateCookie, state, { ...common, maxAge: minutes * 60 }),
  );
}

/** The page says in words what the code tells. */
function failed(reply: Reply, error: unknown) {
  if (!(error instanceof Refusal)) throw error;
  return reply.header('cache-control', 'no-store').redirect(`../../../sign-in.html?problem=${error.code}`);
}
