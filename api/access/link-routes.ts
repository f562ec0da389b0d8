import { Refusal } from '../../catalogue/refusal.ts';
import { type Account, addAccount, findAccount, nameTaken, setPassword } from '../../warehouse/accounts.ts';
import { findLink, type OneTimeLink, useLink } from '../../warehouse/one-time-links.ts';
import { missingParameter } from '../refusals.ts';
import { maybeText, oneOf, orRefused, record, type Static, Type } from '../schema.ts';
import type { Reply, Request, Server } from '../server.ts';
import { auditAct } from './audit-hook.ts';
import type { AccessContext } from './context.ts';
import { hasAdmin } from './links.ts';
import { admitAttempt, attemptOf, succeeded } from './lock-out.ts';
import { hashPassword, refuseWeakPassword } from './password.ts';
import { accountName, displayName, meSchema, password, tags } from './schema.ts';
import { hashOf } from './secret-text.ts';
import { beginSession, describeReader } from './sign-in.ts';

const config = { access: 'anyone' as const };
const link = Type.String({
  pattern: '^[\\w-]{43}$',
  description: '链接中#link=之后的文字 | What stands behind #link= in the link',
  examples: ['m5qkyJ0RkQ1kq0c3w0YpQm5qkyJ0RkQ1kq0c3w0YpQx'],
});
const asked = record({ link }, { description: '一次性链接 | A one-time link' });
const opened = record(
  {
    purpose: oneOf(['first', 'invitation', 'reset'], {
      description: 'first 首位管理员 invitation 邀请 reset 重设密码 | What it is for',
    }),
    name: maybeText({ description: '登录名，首位管理员为null | Name; null for the first administrator' }),
    display_name: maybeText(),
  },
  {
    description: '链接的用途 | What the link is for',
    examples: [{ purpose: 'invitation', name: 'limin', display_name: '李敏' }],
  },
);
const used = record(
  {
    link,
    password,
    name: Type.Optional(accountName),
    display_name: Type.Optional(displayName),
  },
  {
    description:
      '新密码；首位管理员还须登录名和姓名 | The new password; for the first administrator also name and display name',
  },
);

/** Looking at a one-time link, and using it: a first administrator, an invitation, a new password. */
export function linkRoutes(server: Server, context: AccessContext): void {
  server.post(
    '/links/open',
    {
      config,
      schema: {
        operationId: 'openLink',
        tags,
        summary: '一次性链接的用途 | What a one-time link is for',
        body: asked,
        response: { 200: opened, ...orRefused(400, 404, 415) },
      },
    },
    async ({ body, ip }) => {
      const { purpose, account } = await linkOrRefuse(context, (body as Static<typeof asked>).link, ip);
      return { purpose, name: account?.name ?? null, display_name: account?.display_name ?? null };
    },
  );
  server.post(
    '/links/use',
    {
      config,
      schema: {
        operationId: 'useLink',
        tags,
        summary: '用一次性链接设置密码并登录 | Set a password by a one-time link, and sign in',
        body: used,
        response: { 200: meSchema, ...orRefused(400, 404, 409, 415) },
      },
    },
    async (request, reply) => {
      const account = await redeem(context, request.body as Static<typeof used>, request.ip);
      const reader = await beginSession(context, request as Request, reply as Reply, account, null);
      return describeReader(context, reader);
    },
  );
}

async function linkOrRefuse(context: AccessContext, text: string, address: string): Promise<OneTimeLink> {
  const { database, now } = context;
  const attempt = attemptOf('link', address);
  await admitAttempt(database, attempt, now());
  const found = await findLink(database, hashOf(text), now());
  if (!found || (found.purpose === 'first' && (await hasAdmin(database)))) throw linkOver();
  await succeeded(database, attempt);
  return found;
}

async function redeem(context: AccessContext, body: Static<typeof used>, ip: string): Promise<Account> {
  const { database, now, cost } = context;
  const { purpose, account } = await linkOrRefuse(context, body.link, ip);
  const { name, display_name } = account ?? newcomer(body);
  if (!account && (await findAccount(database, name))) throw nameTaken(name);
  refuseWeakPassword(body.password, name);
  const hash = await hashPassword(body.password, cost);
  const at = now();
  // Used up before anything follows from it: of two at once only one goes on.
  if (!(await useLink(database, hashOf(body.link), at))) throw linkOver();
  const admin = { name, display_name, roles: ['officer', 'admin'] as const, parks: [], tenants: [] };
  const known = account ?? (await addAccount(database, admin, 'first link', at));
  await setPassword(database, known.account_id, hash);
  await auditAct(database, {
    at,
    account: name,
    act: 'useLink',
    target: `${purpose} ${name}`,
    outcome: 'done',
  });
  return known;
}

function newcomer({ name, display_name }: Static<typeof used>) {
  if (name === undefined) throw missingParameter('name', { zh: '登录名', en: 'the name to sign in with' });
  return { name, display_name: display_name?.trim() || name };
}

function linkOver(): Refusal {
  return new Refusal('not_found', {
    zh: '链接无效、已用过或已过期，请向管理员索取新的链接',
    en: 'The link is not valid, used or over: ask an administrator for a new one',
  });
}
