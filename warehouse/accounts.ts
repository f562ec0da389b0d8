import { sql, type Transaction } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import { type AccountRole, noScope, type Scope } from '../catalogue/roles.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';
import type { Tables } from './tables.ts';

/** Somebody who may sign in; `parks` and `tenants` are what the roles of these names open. */
export interface Account {
  readonly account_id: string;
  readonly name: string;
  readonly display_name: string;
  readonly roles: readonly AccountRole[];
  readonly parks: readonly string[];
  readonly tenants: readonly string[];
  readonly disabled: boolean;
}

/** An account as an administrator sees it. */
export interface ListedAccount extends Account {
  readonly has_password: boolean;
  /** Signs in at the identity provider. */
  readonly external: boolean;
  readonly created_at: Date;
  readonly created_by: string;
  readonly seen_at: Date | null;
}

export interface NewAccount extends Pick<Account, 'name' | 'display_name' | 'roles' | 'parks' | 'tenants'> {}

export const accountColumns = [
  'account.account_id',
  'account.name',
  'account.display_name',
  'account.roles',
  'account.parks',
  'account.tenants',
  'account.disabled',
] as const;

/** Whose tenant detail an account sees. */
export function scopeOf({ roles, parks, tenants }: Pick<Account, 'roles' | 'parks' | 'tenants'>): Scope {
  if (roles.includes('officer')) return 'all';
  if (parks.length === 0 && tenants.length === 0) return noScope;
  return { parks, tenants };
}

export async function hasAccounts({ kysely }: Database): Promise<boolean> {
  const found = await kysely.selectFrom('account').select('account_id').limit(1).executeTakeFirst();
  return found !== undefined;
}

export async function findAccount(
  { kysely }: Database,
  name: string,
): Promise<(Account & { readonly password_hash: string | null }) | undefined> {
  return kysely
    .selectFrom('account')
    .select([...accountColumns, 'password_hash'])
    .where('name', '=', name)
    .executeTakeFirst();
}

export async function accountById({ kysely }: Database, id: string): Promise<Account | undefined> {
  return kysely.selectFrom('account').select(accountColumns).where('account_id', '=', id).executeTakeFirst();
}

export async function listAccounts({ kysely }: Database): Promise<ListedAccount[]> {
  const { rows } = await sql<ListedAccount>`
    select account_id::text, name, display_name, roles, parks, tenants, disabled,
      password_hash is not null as has_password, subject is not null as external, created_at, created_by,
      (select max(seen_at) from account_session where account_session.account_id = account.account_id) as seen_at
    from account order by disabled, name`.execute(kysely);
  return rows;
}

/** Makes an account without a password: a link sets it. Refused where the name is taken or a park or tenant is unknown. */
export async function addAccount(
  database: Database,
  { roles, parks, tenants, ...account }: NewAccount,
  by: string,
  at: Date,
): Promise<Account> {
  await refuseUnknownScope(database, { parks, tenants });
  const row = await database.kysely.transaction().execute(async (writing) => {
    await lockAccounts(writing);
    const made = await writing
      .insertInto('account')
      .values({
        ...account,
        roles: [...roles],
        parks: [...parks],
        tenants: [...tenants],
        password_hash: null,
        subject: null,
        created_at: at,
        created_by: by,
      })
      .onConflict((on) => on.column('name').doNothing())
      .returning(accountColumns)
      .executeTakeFirst();
    await refuseWithoutAdmin(writing);
    return made;
  });
  if (!row) throw nameTaken(account.name);
  await notify(database, 'access_changed', row.account_id);
  return row;
}

export interface AccountChange {
  readonly display_name?: string | undefined;
  readonly roles?: readonly AccountRole[] | undefined;
  readonly parks?: readonly string[] | undefined;
  readonly tenants?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
}

/** Changes an account. Sessions of one that is disabled end, its tokens too; the last administrator stays one. */
export async function changeAccount(database: Database, name: string, change: AccountChange, at: Date) {
  await refuseUnknownScope(database, { parks: change.parks ?? [], tenants: change.tenants ?? [] });
  const changed = await database.kysely.transaction().execute(async (writing) => {
    await lockAccounts(writing);
    const { roles, parks, tenants, ...rest } = change;
    const set = {
      ...rest,
      ...(roles && { roles: [...roles] }),
      ...(parks && { parks: [...parks] }),
      ...(tenants && { tenants: [...tenants] }),
    };
    const row = await writing
      .updateTable('account')
      .set(set)
      .where('name', '=', name)
      .returning(accountColumns)
      .executeTakeFirst();
    if (!row) throw unknownAccount(name);
    await refuseWithoutAdmin(writing);
    if (row.disabled) {
      await writing.deleteFrom('account_session').where('account_id', '=', row.account_id).execute();
      await writing
        .updateTable('access_token')
        .set({ ended_at: at })
        .where('account_id', '=', row.account_id)
        .where('ended_at', 'is', null)
        .execute();
    }
    return row;
  });
  await notify(database, 'access_changed', changed.account_id);
  return changed;
}

async function lockAccounts(writing: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('accounts'))`.execute(writing);
}

/** From the first account on somebody can let others in. */
async function refuseWithoutAdmin(writing: Transaction<Tables>): Promise<void> {
  const admin = await writing
    .selectFrom('account')
    .select('account_id')
    .where('disabled', '=', false)
    .where(sql<boolean>`'admin' = any(roles)`)
    .executeTakeFirst();
  if (!admin) throw lastAdmin();
}

/** Sets a password; every session of the account ends. */
export async function setPassword(database: Database, accountId: string, hash: string): Promise<void> {
  await database.kysely.transaction().execute(async (writing) => {
    await writing
      .updateTable('account')
      .set({ password_hash: hash })
      .where('account_id', '=', accountId)
      .execute();
    await writing.deleteFrom('account_session').where('account_id', '=', accountId).execute();
  });
  await notify(database, 'access_changed', accountId);
}

/** The same password under newer parameters; nobody is signed out. */
export async function rehashPassword({ kysely }: Database, accountId: string, hash: string): Promise<void> {
  await kysely
    .updateTable('account')
    .set({ password_hash: hash })
    .where('account_id', '=', accountId)
    .execute();
}

/** The account of somebody whom the identity provider knows, made or brought up to date. A local name is never taken over. */
export async function keepExternalAccount(
  database: Database,
  subject: string,
  account: NewAccount,
  at: Date,
): Promise<Account> {
  const { roles, parks, tenants, ...rest } = account;
  await refuseUnknownScope(database, account);
  const lists = { roles: [...roles], parks: [...parks], tenants: [...tenants] };
  const known = await database.kysely
    .updateTable('account')
    .set({ display_name: rest.display_name, ...lists })
    .where('subject', '=', subject)
    .returning(accountColumns)
    .executeTakeFirst();
  const row =
    known ??
    (await database.kysely
      .insertInto('account')
      .values({ ...rest, ...lists, password_hash: null, subject, created_at: at, created_by: 'oidc' })
      .onConflict((on) => on.column('name').doNothing())
      .returning(accountColumns)
      .executeTakeFirst());
  if (!row) throw nameTaken(rest.name);
  await notify(database, 'access_changed', row.account_id);
  return row;
}

async function refuseUnknownScope(
  { kysely }: Database,
  { parks, tenants }: Pick<Account, 'parks' | 'tenants'>,
): Promise<void> {
  const knownParks = await kysely.selectFrom('park').select('park_id').execute();
  const park = parks.find((one) => !knownParks.some(({ park_id }) => park_id === one));
  if (park !== undefined) throw unknownScope('parks', park);
  if (tenants.length === 0) return;
  const knownTenants = await kysely
    .selectFrom('tenant')
    .select('uscc')
    .where('uscc', 'in', [...tenants])
    .execute();
  const tenant = tenants.find((one) => !knownTenants.some(({ uscc }) => uscc === one));
  if (tenant !== undefined) throw unknownScope('tenants', tenant);
}

function unknownScope(parameter: 'parks' | 'tenants', value: string): Refusal {
  const zh = parameter === 'parks' ? '园区' : '企业';
  return new Refusal(
    'impossible_code',
    {
      zh: `没有登记${zh}“${value}”，请核对或先载入登记文件`,
      en: `"${value}" is not in the registry: check it, or load the registry first`,
    },
    { parameter, value },
  );
}

export function nameTaken(name: string): Refusal {
  return new Refusal(
    'wrong_state',
    { zh: `登录名“${name}”已被使用，请换一个`, en: `The name "${name}" is taken: choose another` },
    { parameter: 'name', value: name },
  );
}

export function unknownAccount(name: string): Refusal {
  return new Refusal(
    'not_found',
    { zh: `没有账户“${name}”`, en: `There is no account "${name}"` },
    { value: name },
  );
}

function lastAdmin(): Refusal {
  return new Refusal('wrong_state', {
    zh: '至少须有一个可用的管理员账户，请先设置管理员',
    en: 'At least one account must be an administrator: make one first',
  });
}
