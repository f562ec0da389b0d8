import { type Account, accountColumns } from './accounts.ts';
import type { Database } from './database.ts';

export type LinkPurpose = 'first' | 'invitation' | 'reset';

export interface OneTimeLink {
  readonly purpose: LinkPurpose;
  /** Null: the first administrator, whose account the link makes. */
  readonly account: Account | null;
}

export interface NewLink {
  readonly link_hash: Buffer;
  readonly purpose: LinkPurpose;
  readonly account_id: string | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly expires_at: Date;
}

/** Keeps a link; earlier ones for the same account no longer open, nor earlier ones for the first administrator. */
export async function keepLink({ kysely }: Database, link: NewLink): Promise<void> {
  await kysely.transaction().execute(async (writing) => {
    const unused = writing.deleteFrom('one_time_link').where('used_at', 'is', null);
    await (link.account_id === null
      ? unused.where('account_id', 'is', null)
      : unused.where('account_id', '=', link.account_id)
    ).execute();
    await writing.insertInto('one_time_link').values(link).execute();
  });
}

/** What a link opens now; undefined when it is used, over, or of a disabled account. */
export async function findLink(
  { kysely }: Database,
  hash: Buffer,
  at: Date,
): Promise<OneTimeLink | undefined> {
  const row = await kysely
    .selectFrom('one_time_link')
    .leftJoin('account', 'account.account_id', 'one_time_link.account_id')
    .select([...accountColumns, 'purpose'])
    .where('link_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  if (!row || row.disabled === true) return undefined;
  const { purpose, ...account } = row;
  return { purpose, account: account.account_id === null ? null : (account as Account) };
}

/** Uses a link up; false when somebody was faster. */
export async function useLink({ kysely }: Database, hash: Buffer, at: Date): Promise<boolean> {
  const used = await kysely
    .updateTable('one_time_link')
    .set({ used_at: at })
    .where('link_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('purpose')
    .executeTakeFirst();
  return used !== undefined;
}
