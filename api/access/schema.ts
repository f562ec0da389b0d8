import { accountRoles, capabilityIds } from '../../catalogue/roles.ts';
import type { Account, ListedAccount } from '../../warehouse/accounts.ts';
import { instant, maybeText, oneOf, record, Type } from '../schema.ts';

export const tags = ['accounts'];

export const nameForm = '^[a-z0-9][a-z0-9._@-]{1,59}$';
export const accountName = Type.String({
  pattern: nameForm,
  description:
    '登录名：2–60个小写字母、数字或 . _ @ - | Name to sign in with: 2–60 lower-case letters, digits or . _ @ -',
  examples: ['limin'],
});
/** As typed at the door: what does not fit the form is a name that does not exist. */
export const typedName = Type.String({
  minLength: 1,
  maxLength: 100,
  description: '登录名 | Name',
  examples: ['limin'],
});
export const password = Type.String({
  minLength: 1,
  maxLength: 200,
  description: '密码，至多200个字符 | Password, at most 200 characters',
  examples: ['four words in a row'],
});
export const displayName = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '[\\p{L}\\p{N}]',
  description: '显示的姓名或名称 | Name as shown',
  examples: ['李敏'],
});
export const roleList = Type.Array(oneOf(accountRoles), {
  minItems: 1,
  maxItems: accountRoles.length,
  description: '角色 | Roles',
  examples: [['officer']],
});
export const parkList = Type.Array(Type.String({ maxLength: 40 }), {
  maxItems: 100,
  description: '园区角色所辖的园区 | Parks of the role park',
  examples: [['P01']],
});
export const tenantList = Type.Array(Type.String({ pattern: '^[0-9A-Z]{18}$' }), {
  maxItems: 100,
  description: '企业角色所属的企业（统一社会信用代码） | Tenants (USCC) of the role tenant',
  examples: [['91210100MA0000001G']],
});

export const accountShape = {
  name: Type.String({ examples: ['limin'] }),
  display_name: Type.String({ examples: ['李敏'] }),
  roles: Type.Array(oneOf(accountRoles)),
  parks: Type.Array(Type.String()),
  tenants: Type.Array(Type.String()),
  disabled: Type.Boolean({ description: '已停用 | Disabled' }),
};
export const exampleAccount = {
  name: 'limin',
  display_name: '李敏',
  roles: ['officer' as const],
  parks: [],
  tenants: [],
  disabled: false,
};

export function shownAccount({ name, display_name, roles, parks, tenants, disabled }: Account) {
  return { name, display_name, roles: [...roles], parks: [...parks], tenants: [...tenants], disabled };
}

export const listedShape = {
  ...accountShape,
  has_password: Type.Boolean({ description: '已设密码 | Has a password' }),
  external: Type.Boolean({ description: '由统一身份认证登录 | Signs in at the identity provider' }),
  created_at: instant('建立于 | When it was made'),
  created_by: Type.String({ examples: ['admin'] }),
  seen_at: maybeText({ format: 'date-time', description: '最近使用 | When a session was last used' }),
};

export function shownListed({ account_id: _, created_at, seen_at, ...account }: ListedAccount) {
  return {
    ...shownAccount({ account_id: '', ...account }),
    has_password: account.has_password,
    external: account.external,
    created_at: created_at.toISOString(),
    created_by: account.created_by,
    seen_at: seen_at?.toISOString() ?? null,
  };
}

export const meSchema = record(
  {
    signed_in: Type.Boolean({ description: '是否以账户登录 | Whether an account is signed in' }),
    name: maybeText({ description: '登录名 | Name of the account', examples: ['limin'] }),
    display_name: maybeText({ examples: ['李敏'] }),
    roles: Type.Array(oneOf([...accountRoles, 'reader']), { examples: [['officer']] }),
    scope: record(
      {
        all: Type.Boolean({ description: '全部企业 | Every tenant' }),
        parks: Type.Array(Type.String()),
        tenants: Type.Array(Type.String()),
      },
      { description: '可见哪些企业的明细 | Whose tenant detail is seen' },
    ),
    capabilities: Type.Array(oneOf(capabilityIds), {
      description: '可做的事 | What may be done',
      examples: [['published', 'detail']],
    }),
    first_start: Type.Boolean({
      description:
        '还没有账户，本机使用者即统计人员和管理员 | There are no accounts: whoever is at this machine is officer and administrator',
    }),
    sign_in_with: maybeText({
      description:
        '统一身份认证的名称，未配置为null | Name of the identity provider; null where there is none',
    }),
  },
  {
    description: '谁在使用 | Who is asking',
    examples: [
      {
        signed_in: true,
        name: 'limin',
        display_name: '李敏',
        roles: ['officer'],
        scope: { all: true, parks: [], tenants: [] },
        capabilities: ['published', 'detail'],
        first_start: false,
        sign_in_with: null,
      },
    ],
  },
);
