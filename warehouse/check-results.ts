import { sql } from 'kysely';
import type { CheckResult } from '../catalogue/checks.ts';
import type { Database } from './database.ts';

export interface StoredChecks {
  readonly period: string;
  /** Null: of the draft. */
  readonly release: string | null;
  /** When the month was drawn up, or published. */
  readonly at: Date;
  /** Null: an earlier version, which did not keep them. */
  readonly checks: readonly CheckResult[] | null;
}

/** What the checks found in a month: in its draft where there is one, else in its current release. */
export async function currentChecks({ kysely }: Database, period: string): Promise<StoredChecks | undefined> {
  const { rows } = await sql<StoredChecks>`
    select * from (
      select 1 as place, period, null as release, drawn_at as at, manifest->'checks' as checks from draft where period = ${period}
      union all
      (select 2, period, id, published_at, manifest->'checks' from release where period = ${period} order by number desc limit 1)
    ) as found
    order by place limit 1`.execute(kysely);
  return rows[0];
}

export async function checksOfRelease({ kysely }: Database, id: string): Promise<StoredChecks | undefined> {
  const { rows } = await sql<StoredChecks>`
    select period, id as release, published_at as at, manifest->'checks' as checks from release where id = ${id}`.execute(
    kysely,
  );
  return rows[0];
}
