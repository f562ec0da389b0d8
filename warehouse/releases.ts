import { sql } from 'kysely';
import type { Database } from './database.ts';
import { type cellColumns, cellNames } from './observations.ts';

export interface ReleaseParts {
  readonly tenant_cell: readonly {
    readonly uscc: string;
    readonly park: string;
    readonly mode: string;
    readonly flow: string;
    readonly lines: string | null;
    /** Yuan and dollars with two decimals. */
    readonly cny: string;
    readonly usd: string | null;
    readonly estimated: boolean;
  }[];
  readonly release_tenant: readonly {
    readonly park: string;
    readonly uscc: string;
    readonly received: boolean;
    readonly on_time: boolean | null;
  }[];
  readonly bridge_cell: readonly {
    readonly mode: string;
    readonly flow: string;
    readonly park: string;
    readonly site_park: string;
    readonly lines: string;
    readonly cny: string;
  }[];
  readonly event_origin: readonly {
    readonly kind: string;
    readonly mode: string;
    readonly flow: string;
    readonly park: string;
    readonly original_period: string;
    readonly events: string;
    readonly cny: string;
  }[];
}

export const noParts: ReleaseParts = {
  tenant_cell: [],
  release_tenant: [],
  bridge_cell: [],
  event_origin: [],
};

export interface Release {
  readonly id: string;
  readonly release_key: number;
  readonly period: string;
  readonly number: number;
  readonly published_at: Date;
  readonly status: 'p' | 'r' | 'f';
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
}

/** Notified with the release's id when one is published. */
export const releaseChannel = 'release_published';

export async function latestRelease({ kysely }: Database, period: string): Promise<Release | undefined> {
  return kysely
    .selectFrom('release')
    .select(releaseColumns)
    .where('period', '=', period)
    .orderBy('number', 'desc')
    .executeTakeFirst();
}

/** Every release of a month, the newest first. */
export async function releasesOf({ kysely }: Database, period: string): Promise<Release[]> {
  return kysely
    .selectFrom('release')
    .select(releaseColumns)
    .where('period', '=', period)
    .orderBy('number', 'desc')
    .execute();
}

export const releaseColumns = [
  'id',
  'release_key',
  'period',
  'number',
  'published_at',
  'status',
  'fingerprint',
  'inputs',
  'observations',
] as const;

/** Releases as of an instant, newest month first; `current` is the one that readers get for its month, `has_report` tells whether its report is written. */
export async function listReleases({ kysely }: Database, asOf?: Date) {
  let query = kysely
    .selectFrom('release')
    .select(releaseColumns)
    .select((release) =>
      release
        .exists(
          release.selectFrom('report').select('release_id').whereRef('report.release_id', '=', 'release.id'),
        )
        .$castTo<boolean>()
        .as('has_report'),
    );
  if (asOf) query = query.where('published_at', '<=', asOf);
  const rows = await query.orderBy('period', 'desc').orderBy('number', 'desc').execute();
  return rows.map((row, at) => ({ ...row, current: rows[at - 1]?.period !== row.period }));
}

/** The last so many releases, whichever month they are of, the newest first. */
export async function recentReleases({ kysely }: Database, count: number) {
  const rows = await kysely
    .selectFrom('release')
    .select(releaseColumns)
    .orderBy('published_at', 'desc')
    .orderBy('release_key', 'desc')
    .limit(count)
    .execute();
  return rows;
}

export async function findRelease({ kysely }: Database, id: string) {
  return kysely.selectFrom('release').selectAll().where('id', '=', id).executeTakeFirst();
}

export interface VisibleRelease {
  readonly id: string;
  readonly release_key: number;
  readonly period: string;
  readonly published_at: Date;
}

/** Latest release of each month that was published by `asOf`. */
export async function visibleReleases({ kysely }: Database, asOf: Date | null): Promise<VisibleRelease[]> {
  const { rows } = await sql<VisibleRelease>`
    select distinct on (period) id, release_key, period, published_at from release
    where published_at <= coalesce(${asOf}::timestamptz, 'infinity')
    order by period, number desc`.execute(kysely);
  return rows;
}

/** The first release of each month: what its readers were told first. */
export async function firstReleases({ kysely }: Database) {
  return kysely
    .selectFrom('release')
    .distinctOn('period')
    .select(['id', 'release_key', 'period'])
    .orderBy('period')
    .orderBy('number')
    .execute();
}

/** Months that have been released. */
export async function releasedMonths({ kysely }: Database): Promise<string[]> {
  const rows = await kysely.selectFrom('release').select('period').distinct().orderBy('period').execute();
  return rows.map(({ period }) => period);
}

/** Every observation of the current releases of some months, for comparing drafts with them. */
export async function currentObservations({ kysely }: Database, periods: readonly string[]) {
  if (periods.length === 0) return [];
  const { rows } = await sql<
    Record<(typeof cellColumns)[number], string> & {
      period: string;
      value: string | null;
      reason: string | null;
      release: string;
    }
  >`
    select ${sql.raw(cellNames)}, observation.period, value::text, reason, current.id as release
    from (
      select distinct on (period) id, release_key, period from release
      where period = any(${periods}) order by period, number desc
    ) as current
    join observation using (release_key)`.execute(kysely);
  return rows;
}
