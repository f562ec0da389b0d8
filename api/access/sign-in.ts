import { Refusal } from '../../catalogue/refusal.ts';
import { capabilityIds, mayUse } from '../../catalogue/roles.ts';
import { type Account, findAccount, hasAccounts, rehashPassword } from '../../warehouse/accounts.ts';
import { endSession, findSession, startSession } from '../../warehouse/sessions.ts';
import { noParameters, orRefused, record, type Static, Type } from '../schema.ts';
import type { Reply, Request, Server } from '../server.ts';
import { auditAct } from './audit-hook.ts';
import type { AccessContext } from './context.ts';
import { sessionToken, setSessionCookie } from './cookie.ts';
import { admitAttempt, attemptOf, succeeded } from './lock-out.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { type Reader, readerOf, stranger } from './reader.ts';
import { sessionMs } from './readers.ts';
import { meSchema, password, tags, typedName } from './schema.ts';
import { hashOf, newSecret } from './secret-text.ts';

const config = { access: 'anyone' as const };
const credentials = record(
  { name: typedName, password },
  { description: '登录名和密码 | Name and password' },
);
export const empty = record({}, { description: '空对象 | An empty object' });
const signedOut = record(
  {
    continue_at: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: '在统一身份认证处退出的地址 | Where to sign out at the identity provider as well',
    }),
  },
  { description: '已退出 | Signed out', examples: [{ continue_at: null }] },
);

/** Who one is, signing in and out. */
export function signInRoutes(server: Server, context: AccessContext): void {
  server.get(
    '/me',
    {
      config,
      schema: {
        operationId: 'readMe',
        tags,
        summary: '谁在使用，可做什么 | Who is asking, and what they may do',
        querystring: noParameters,
        response: { 200: meSchema, ...orRefused(400) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return describeReader(context, await readerOrStranger(context, request as Request));
    },
  );
  server.post(
    '/sign-in',
    {
      config,
      schema: {
        operationId: 'signIn',
        tags,
        summary: '登录 | Sign in',
        description:
          '成功后以Cookie记住登录；多次失败后须等待，且不透露登录名是否存在。 | A cookie holds the session. After failures one has to wait, and nothing tells which names exist.',
        body: credentials,
        response: { 200: meSchema, ...orRefused(400, 415) },
      },
    },
    async (request, reply) => {
      const account = await authenticate(
        context,
        request as Request,
        request.body as Static<typeof credentials>,
      );
      const reader = await beginSession(context, request as Request, reply as Reply, account, null);
      return describeReader(context, reader);
    },
  );
  server.post(
    '/sign-out',
    {
      config,
      schema: {
        operationId: 'signOut',
        tags,
        summary: '退出登录 | Sign out',
        body: empty,
        response: { 200: signedOut, ...orRefused(400, 415) },
      },
    },
    async (request, reply) => signOut(context, request as Request, reply as Reply),
  );
}

/** Who asks on a route for everybody; a cookie or token that opens nothing is nobody's. */
export async function readerOrStranger({ readers }: AccessContext, request: Request): Promise<Reader> {
  try {
    return await readers.of(request);
  } catch (error) {
    if (error instanceof Refusal) return stranger;
    throw error;
  }
}

export async function describeReader(
  { database, options, oidc }: AccessContext,
  { account, roles, scope, by }: Reader,
): Promise<Static<typeof meSchema>> {
  const opened = options.published === 'open';
  return {
    signed_in: account !== null,
    name: account?.name ?? null,
    display_name: account?.display_name ?? null,
    roles: [...roles],
    scope: {
      all: scope === 'all',
      parks: scope === 'all' ? [] : [...scope.parks],
      tenants: scope === 'all' ? [] : [...scope.tenants],
    },
    capabilities: capabilityIds.filter((capability) => mayUse(roles, capability, opened)),
    first_start: by === 'local' ? true : !(await hasAccounts(database)),
    sign_in_with: oidc?.label ?? null,
  };
}

/** The account behind a name and a password; the same refusal, after the same work, whatever is wrong. */
async function authenticate(
  { database, now, cost }: AccessContext,
  request: Request,
  { name, password: typed }: Static<typeof credentials>,
): Promise<Account> {
  const at = now();
  const wanted = name.trim().toLowerCase();
  const attempt = attemptOf(wanted, request.ip);
  await admitAttempt(database, attempt, at);
  const found = await findAccount(database, wanted);
  const { right, old } = await verifyPassword(typed, found?.password_hash ?? null, cost);
  if (!found || !right || found.disabled) {
    // A name that nobody has is not written down: it may be a password typed into the wrong field.
    const target = found ? found.name : '-';
    await auditAct(database, { at, account: '-', act: 'signIn', target, outcome: 'refused' });
    throw wrongCredentials();
  }
  await succeeded(database, attempt);
  if (old) await rehashPassword(database, found.account_id, await hashPassword(typed, cost));
  const { password_hash: _, ...account } = found;
  return account;
}

/** A new session under a new token, whatever token the browser came with; that one ends. */
export async function beginSession(
  { database, now, options }: AccessContext,
  request: Request,
  reply: Reply,
  account: Account,
  idToken: string | null,
): Promise<Reader> {
  const at = now();
  const before = sessionToken(request);
  if (before) await endSession(database, hashOf(before));
  const { text, hash } = newSecret();
  await startSession(database, {
    token_hash: hash,
    account_id: account.account_id,
    started_at: at,
    ends_at: new Date(at.getTime() + sessionMs),
    id_token_hint: idToken,
  });
  setSessionCookie(request, reply, text, options.secureCookies === true);
  reply.header('cache-control', 'no-store');
  await auditAct(database, {
    at,
    account: account.name,
    act: 'signIn',
    target: account.name,
    outcome: 'done',
  });
  return readerOf(account, 'session');
}

async function signOut({ database, now, options, oidc }: AccessContext, request: Request, reply: Reply) {
  const token = sessionToken(request);
  const session = token ? await findSession(database, hashOf(token)) : undefined;
  if (token && session) {
    await endSession(database, hashOf(token));
    const { name } = session.account;
    await auditAct(database, { at: now(), account: name, act: 'signOut', target: name, outcome: 'done' });
  }
  setSessionCookie(request, reply, null, options.secureCookies === true);
  reply.header('cache-control', 'no-store');
  const hint = session?.id_token_hint;
  return { continue_at: hint && oidc ? await oidc.endUrl(hint) : null };
}

function wrongCredentials(): Refusal {
  return new Refusal('sign_in_required', {
    zh: '登录名或密码不对，或账户已停用',
    en: 'Name or password is not right, or the account is disabled',
  });
}
