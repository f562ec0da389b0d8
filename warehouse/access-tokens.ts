import { Refusal } from '../catalogue/refusal.ts';
import { type Account, accountColumns } from './accounts.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';

/** A program's key, without what opens anything. */
export interface AccessToken {
  readonly token_id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
}

export interface NewToken {
  readonly token_hash: Buffer;
  readonly account_id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const columns = [
  'token_id',
  'access_token.name',
  'access_token.created_at',
  'expires_at',
  'last_used_at',
] as const;

export async function keepToken({ kysely }: Database, token: NewToken): Promise<AccessToken> {
  return kysely.insertInto('access_token').values(token).returning(columns).executeTakeFirstOrThrow();
}

/** Tokens of an account that have not been ended, the newest first. */
export async function listTokens({ kysely }: Database, accountId: string): Promise<AccessToken[]> {
  return kysely
    .selectFrom('access_token')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('token_id', 'desc')
    .execute();
}

/** A token that was not ended, of an account that is not disabled. */
export async function findToken(
  { kysely }: Database,
  hash: Buffer,
): Promise<{ readonly token: AccessToken; readonly account: Account } | undefined> {
  const row = await kysely
    .selectFrom('access_token')
    .innerJoin('account', 'account.account_id', 'access_token.account_id')
    .select([
      ...accountColumns,
      'token_id',
      'access_token.name as token_name',
      'access_token.created_at as made_at',
      'expires_at',
      'last_used_at',
    ])
    .where('token_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('disabled', '=', false)
    .executeTakeFirst();
  if (!row) return undefined;
  const { token_id, token_name, made_at, expires_at, last_used_at, ...account } = row;
  return { token: { token_id, name: token_name, created_at: made_at, expires_at, last_used_at }, account };
}

export async function useToken({ kysely }: Database, id: string, at: Date): Promise<void> {
  await kysely.updateTable('access_token').set({ last_used_at: at }).where('token_id', '=', id).execute();
}

/** Ends a token of an account; another's is as unknown as one that does not exist. */
export async function endToken(database: Database, accountId: string, id: string, at: Date): Promise<void> {
  const ended = await database.kysely
    .updateTable('access_token')
    .set({ ended_at: at })
    .where('token_id', '=', id)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .returning('token_id')
    .executeTakeFirst();
  if (!ended)
    throw new Refusal('not_found', { zh: '没有这个令牌', en: 'There is no such token' }, { value: id });
  await notify(database, 'access_changed', accountId);
}
