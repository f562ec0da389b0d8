import type { Account } from './accounts.ts';
import { accountColumns } from './accounts.ts';
import type { Database } from './database.ts';
import { notify } from './notify.ts';

/** A signed-in browser, known by the hash of what its cookie holds. */
export interface Session {
  readonly token_hash: Buffer;
  readonly account: Account;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly ends_at: Date;
  readonly id_token_hint: string | null;
}

export type NewSession = Omit<Session, 'account' | 'seen_at'> & { readonly account_id: string };

export async function startSession({ kysely }: Database, session: NewSession): Promise<void> {
  await kysely
    .insertInto('account_session')
    .values({ ...session, seen_at: session.started_at })
    .execute();
  // Those that ended by themselves go now and then.
  await kysely.deleteFrom('account_session').where('ends_at', '<', session.started_at).execute();
}

/** A session that stands, of an account that is not disabled; whether it is over in time is for the caller to see. */
export async function findSession({ kysely }: Database, hash: Buffer): Promise<Session | undefined> {
  const row = await kysely
    .selectFrom('account_session')
    .innerJoin('account', 'account.account_id', 'account_session.account_id')
    .select([...accountColumns, 'token_hash', 'started_at', 'seen_at', 'ends_at', 'id_token_hint'])
    .where('token_hash', '=', hash)
    .where('disabled', '=', false)
    .executeTakeFirst();
  if (!row) return undefined;
  const { token_hash, started_at, seen_at, ends_at, id_token_hint, ...account } = row;
  return { token_hash, started_at, seen_at, ends_at, id_token_hint, account };
}

export async function seeSession({ kysely }: Database, hash: Buffer, at: Date): Promise<void> {
  await kysely.updateTable('account_session').set({ seen_at: at }).where('token_hash', '=', hash).execute();
}

export async function endSession(database: Database, hash: Buffer): Promise<void> {
  const ended = await database.kysely
    .deleteFrom('account_session')
    .where('token_hash', '=', hash)
    .returning('account_id')
    .executeTakeFirst();
  if (ended) await notify(database, 'access_changed', ended.account_id);
}
