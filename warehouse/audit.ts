import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** One thing that somebody did, or read of single tenants. */
export interface AuditEntry {
  readonly at: Date;
  /** Name of the account; `cli`, `local`, `schedule`, or `-` where nobody is known. */
  readonly account: string;
  readonly kind: 'act' | 'read';
  /** The operation, as the API or the command line calls it. */
  readonly act: string;
  /** What it was about: an address of the API, ids, codes. Never a password, a token or a person's data. */
  readonly target: string;
  readonly outcome: 'done' | 'refused';
}

const longestTarget = 300;

export async function recordAudit({ kysely }: Pick<Database, 'kysely'>, entry: AuditEntry): Promise<void> {
  await kysely
    .insertInto('audit')
    .values({ ...entry, target: entry.target.slice(0, longestTarget) })
    .execute();
}

/** Writes down an act inside the act's own transaction: there is the one exactly where there is the other. */
export type Along = (writing: Kysely<Tables>) => Promise<void>;

export interface AuditFilter {
  readonly account?: string | undefined;
  readonly kind?: 'act' | 'read' | undefined;
  readonly act?: string | undefined;
}

/** Entries that fit, the newest first, and how many there are in all. */
export async function readAudit(
  { kysely }: Database,
  { account, kind, act }: AuditFilter,
  limit: number,
  offset: number,
): Promise<{
  readonly rows: readonly (AuditEntry & { readonly audit_id: string })[];
  readonly total: number;
}> {
  let query = kysely.selectFrom('audit');
  if (account !== undefined) query = query.where('account', '=', account);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (act !== undefined) query = query.where('act', '=', act);
  const rows = await query
    .select(['audit_id', 'at', 'account', 'kind', 'act', 'target', 'outcome'])
    .orderBy('audit_id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query.select(sql<string>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { rows, total: Number(total) };
}
