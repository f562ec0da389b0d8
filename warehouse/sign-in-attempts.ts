import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Failures under a key are forgotten after a day of quiet. */
const quiet = '24 hours';

/** How often sign-in failed under some keys, and when last; keys without a failure are missing. */
export async function failuresUnder(
  { kysely }: Database,
  keys: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, { readonly failures: number; readonly last_at: Date }>> {
  const { rows } = await sql<{ key: string; failures: number; last_at: Date }>`
    select key, failures, last_at from sign_in_attempt
    where key = any(${[...keys]}) and last_at > ${at}::timestamptz - ${quiet}::interval`.execute(kysely);
  return new Map(rows.map(({ key, ...rest }) => [key, rest]));
}

/** Counts an attempt as failed before it is looked at, so that many at once count as many. */
export async function countAttempt({ kysely }: Database, keys: readonly string[], at: Date): Promise<void> {
  await sql`
    insert into sign_in_attempt (key, failures, last_at)
    select key, 1, ${at}::timestamptz from unnest(${[...keys].sort()}::text[]) as key
    on conflict (key) do update set last_at = excluded.last_at, failures =
      case when sign_in_attempt.last_at > excluded.last_at - ${quiet}::interval then sign_in_attempt.failures + 1 else 1 end`.execute(
    kysely,
  );
  await sql`delete from sign_in_attempt where last_at < ${at}::timestamptz - ${quiet}::interval`.execute(
    kysely,
  );
}

/** After a success its keys begin anew. */
export async function forgetAttempts({ kysely }: Database, keys: readonly string[]): Promise<void> {
  await kysely
    .deleteFrom('sign_in_attempt')
    .where('key', 'in', [...keys])
    .execute();
}
