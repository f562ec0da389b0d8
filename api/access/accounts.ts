import type { AccountRole } from '../../catalogue/roles.ts';
import {
  addAccount,
  changeAccount,
  findAccount,
  listAccounts,
  unknownAccount,
} from '../../warehouse/accounts.ts';
import { parameterClash } from '../refusals.ts';
import { instant, listOf, noParameters, orRefused, record, type Static, Type } from '../schema.ts';
import type { Server } from '../server.ts';
import type { AccessContext } from './context.ts';
import { makeLink } from './links.ts';
import { auditName } from './reader.ts';
import {
  accountName,
  accountShape,
  displayName,
  exampleAccount,
  listedShape,
  parkList,
  roleList,
  shownAccount,
  shownListed,
  tags,
  tenantList,
} from './schema.ts';
import { empty } from './sign-in.ts';

const config = { access: 'accounts' as const };
const link = record(
  {
    path: Type.String({
      description: '链接，接在本站地址之后，只能用一次 | The link below this site’s address; it opens once',
      examples: ['sign-in.html#link=…'],
    }),
    expires_at: instant('到期 | When it ends'),
  },
  { description: '一次性链接 | A one-time link' },
);
const exampleLink = { path: 'sign-in.html#link=…', expires_at: '2026-11-19T02:00:00.000Z' };
const newAccount = record(
  {
    name: accountName,
    display_name: displayName,
    roles: roleList,
    parks: Type.Optional(parkList),
    tenants: Type.Optional(tenantList),
  },
  { description: '新账户 | The new account' },
);
const change = record(
  {
    display_name: Type.Optional(displayName),
    roles: Type.Optional(roleList),
    parks: Type.Optional(parkList),
    tenants: Type.Optional(tenantList),
    disabled: Type.Optional(Type.Boolean({ description: '停用或恢复 | Disable, or put back' })),
  },
  { description: '改动 | What changes' },
);
const nameParameter = record({ name: accountName });

/** What an administrator does: accounts, invitations, new passwords. */
export function accountRoutes(server: Server, context: AccessContext): void {
  const { database, now } = context;
  server.get(
    '/accounts',
    {
      config,
      schema: {
        operationId: 'listAccounts',
        tags,
        summary: '全部账户 | All accounts',
        querystring: noParameters,
        response: {
          200: listOf(
            record(listedShape),
            {},
            {
              description: '账户 | Accounts',
              examples: [
                {
                  rows: [
                    {
                      ...exampleAccount,
                      has_password: true,
                      external: false,
                      created_at: '2026-11-12T02:00:00.000Z',
                      created_by: 'admin',
                      seen_at: null,
                    },
                  ],
                  reason: null,
                },
              ],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      const rows = (await listAccounts(database)).map(shownListed);
      return { rows, reason: rows.length ? null : '还没有账户 | There is no account yet' };
    },
  );
  server.post(
    '/accounts',
    {
      config,
      schema: {
        operationId: 'addAccount',
        tags,
        summary: '新建账户并给出邀请链接 | Make an account, with the link that invites',
        body: newAccount,
        response: {
          200: record(
            { account: record(accountShape), link },
            {
              description: '账户和邀请链接 | The account and the link',
              examples: [{ account: exampleAccount, link: exampleLink }],
            },
          ),
          ...orRefused(400, 409, 415),
        },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const asked = request.body as Static<typeof newAccount>;
      const { parks = [], tenants = [], roles } = asked;
      request.about = asked.name;
      refuseUnfit(roles, parks, tenants);
      const by = auditName(request.reader);
      const account = await addAccount(
        database,
        { ...asked, roles: unique(roles), parks, tenants },
        by,
        now(),
      );
      const invitation = await makeLink(database, {
        purpose: 'invitation',
        accountId: account.account_id,
        by,
        at: now(),
      });
      return { account: shownAccount(account), link: shownLink(invitation) };
    },
  );
  server.post(
    '/accounts/:name',
    {
      config,
      schema: {
        operationId: 'changeAccount',
        tags,
        summary:
          '更改账户；停用后其登录和令牌随即失效 | Change an account; disabling it ends its sessions and tokens',
        params: nameParameter,
        body: change,
        response: {
          200: record(accountShape, { description: '账户 | The account', examples: [exampleAccount] }),
          ...orRefused(400, 404, 409, 415),
        },
      },
    },
    async (request) => {
      const { name } = request.params as { name: string };
      const asked = request.body as Static<typeof change>;
      const found = await findAccount(database, name);
      if (!found) throw unknownAccount(name);
      const { roles = found.roles, parks = found.parks, tenants = found.tenants } = asked;
      refuseUnfit(roles, parks, tenants);
      request.about = Object.keys(asked).join(',');
      const lists = { roles: unique(roles), parks, tenants };
      return shownAccount(await changeAccount(database, name, { ...asked, ...lists }, now()));
    },
  );
  server.post(
    '/accounts/:name/link',
    {
      config,
      schema: {
        operationId: 'makeLink',
        tags,
        summary: '给出设置密码的一次性链接 | A one-time link that sets a password',
        params: nameParameter,
        body: empty,
        response: { 200: { ...link, examples: [exampleLink] }, ...orRefused(400, 404, 415) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { name } = request.params as { name: string };
      const found = await findAccount(database, name);
      if (!found) throw unknownAccount(name);
      const purpose = found.password_hash === null ? 'invitation' : 'reset';
      const by = auditName(request.reader);
      return shownLink(await makeLink(database, { purpose, accountId: found.account_id, by, at: now() }));
    },
  );
}

/** Parks belong to the role park, tenants to the role tenant, and each of the two needs one. */
export function refuseUnfit(
  roles: readonly AccountRole[],
  parks: readonly string[],
  tenants: readonly string[],
): void {
  for (const [role, parameter, codes, zh] of [
    ['park', 'parks', parks, '园区'],
    ['tenant', 'tenants', tenants, '企业'],
  ] as const)
    if (roles.includes(role) !== codes.length > 0)
      throw parameterClash(parameter, codes.join(','), {
        zh: codes.length ? `只有${zh}角色才写${parameter}` : `${zh}角色须在${parameter}中写明是哪些${zh}`,
        en: codes.length ? `Only the role ${role} has ${parameter}` : `The role ${role} needs ${parameter}`,
      });
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function shownLink({ path, expires_at }: Awaited<ReturnType<typeof makeLink>>) {
  return { path, expires_at: expires_at.toISOString() };
}
