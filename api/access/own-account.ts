import { Refusal } from '../../catalogue/refusal.ts';
import { endToken, keepToken, listTokens } from '../../warehouse/access-tokens.ts';
import { type Account, findAccount, setPassword } from '../../warehouse/accounts.ts';
import { instant, listOf, maybeText, noParameters, orRefused, record, type Static, Type } from '../schema.ts';
import type { Reply, Request, Server } from '../server.ts';
import type { AccessContext } from './context.ts';
import { admitAttempt, attemptOf, succeeded } from './lock-out.ts';
import { hashPassword, refuseWeakPassword, verifyPassword } from './password.ts';
import type { Reader } from './reader.ts';
import { meSchema, password, tags } from './schema.ts';
import { newSecret } from './secret-text.ts';
import { beginSession, describeReader, empty } from './sign-in.ts';

const config = { access: 'own_account' as const };
const day = 24 * 3600_000;

const tokenShape = {
  id: Type.String({ examples: ['4'] }),
  name: Type.String({ examples: ['月报脚本'] }),
  created_at: instant('生成于 | When it was made'),
  expires_at: instant('到期 | When it ends'),
  last_used_at: maybeText({ format: 'date-time', description: '最近使用 | When it was last used' }),
};
const exampleToken = {
  id: '4',
  name: '月报脚本',
  created_at: '2026-11-12T02:00:00.000Z',
  expires_at: '2027-02-10T02:00:00.000Z',
  last_used_at: null,
};
const newToken = record(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 60,
      pattern: '[\\p{L}\\p{N}]',
      description: '用途 | What it is for',
      examples: ['月报脚本'],
    }),
    days: Type.Integer({
      minimum: 1,
      maximum: 366,
      description: '有效天数，1–366 | Days that it opens, 1–366',
      examples: [90],
    }),
  },
  { description: '给哪个程序，多久 | For which program, and how long' },
);
const newPassword = record(
  { password, new_password: password },
  { description: '现在的密码和新密码 | The password now, and the new one' },
);
const idParameter = record({
  id: Type.String({ pattern: '^\\d{1,18}$', description: '令牌 | Token', examples: ['4'] }),
});

/** One's own password, and the tokens of one's programs. */
export function ownAccountRoutes(server: Server, context: AccessContext): void {
  const { database, now } = context;
  server.post(
    '/me/password',
    {
      config,
      schema: {
        operationId: 'changePassword',
        tags,
        summary: '更改密码；其他登录随即退出 | Change the password; other sessions end',
        body: newPassword,
        response: { 200: meSchema, ...orRefused(400, 409, 415) },
      },
    },
    async (request, reply) => {
      const account = accountOf(request.reader);
      await replacePassword(context, account, request as Request);
      const reader = await beginSession(context, request as Request, reply as Reply, account, null);
      return describeReader(context, reader);
    },
  );
  server.get(
    '/me/tokens',
    {
      config,
      schema: {
        operationId: 'listTokens',
        tags,
        summary: '自己的访问令牌 | One’s own access tokens',
        querystring: noParameters,
        response: {
          200: listOf(
            record(tokenShape),
            {},
            { description: '令牌 | Tokens', examples: [{ rows: [exampleToken], reason: null }] },
          ),
          ...orRefused(400, 409),
        },
      },
    },
    async ({ reader }, reply) => {
      reply.header('cache-control', 'no-store');
      const rows = await listTokens(database, accountOf(reader).account_id);
      return { rows: rows.map(shownToken), reason: rows.length ? null : '没有令牌 | There is no token' };
    },
  );
  server.post(
    '/me/tokens',
    {
      config,
      schema: {
        operationId: 'makeToken',
        tags,
        summary: '生成访问令牌，只显示一次 | Make an access token, which is shown once',
        body: newToken,
        response: {
          200: record(
            {
              ...tokenShape,
              token: Type.String({ description: '令牌，只显示这一次 | The token, shown only now' }),
            },
            { description: '令牌 | The token', examples: [{ ...exampleToken, token: 'pkt_…' }] },
          ),
          ...orRefused(400, 409, 415),
        },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { account_id } = accountOf(request.reader);
      const { name, days } = request.body as Static<typeof newToken>;
      const { text, hash } = newSecret('pkt_');
      const at = now();
      const expires_at = new Date(at.getTime() + days * day);
      const kept = await keepToken(database, {
        token_hash: hash,
        account_id,
        name,
        created_at: at,
        expires_at,
      });
      request.about = kept.token_id;
      return { ...shownToken(kept), token: text };
    },
  );
  server.post(
    '/me/tokens/:id/end',
    {
      config,
      schema: {
        operationId: 'endToken',
        tags,
        summary: '停用自己的令牌 | End one of one’s tokens',
        params: idParameter,
        body: empty,
        response: {
          200: record({ id: Type.String() }, { description: '已停用 | Ended', examples: [{ id: '4' }] }),
          ...orRefused(400, 404, 409, 415),
        },
      },
    },
    async ({ reader, params }) => {
      const { id } = params as { id: string };
      await endToken(database, accountOf(reader).account_id, id, now());
      return { id };
    },
  );
}

/** The password as it is must be known: a browser left alone gives no account away. Guesses count as at the door. */
async function replacePassword(
  { database, now, cost }: AccessContext,
  { name, account_id }: Account,
  request: Request,
) {
  const { password: typed, new_password } = request.body as Static<typeof newPassword>;
  const attempt = attemptOf(name, request.ip);
  await admitAttempt(database, attempt, now());
  const found = await findAccount(database, name);
  const { right } = await verifyPassword(typed, found?.password_hash ?? null, cost);
  if (!right)
    throw new Refusal(
      'usage',
      { zh: '现在的密码不对', en: 'The password as it is now is not right' },
      { parameter: 'password' },
    );
  await succeeded(database, attempt);
  refuseWeakPassword(new_password, name);
  await setPassword(database, account_id, await hashPassword(new_password, cost));
}

function accountOf({ account }: Reader): Account {
  if (account) return account;
  throw new Refusal('wrong_state', {
    zh: '还没有账户；请先用启动时给出的链接建立管理员账户',
    en: 'There is no account yet: make the administrator by the link that was given at the start',
  });
}

function shownToken(token: Awaited<ReturnType<typeof keepToken>>) {
  const { token_id, name, created_at, expires_at, last_used_at } = token;
  return {
    id: token_id,
    name,
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
    last_used_at: last_used_at?.toISOString() ?? null,
  };
}
