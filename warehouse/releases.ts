import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import { dimensions } from '../catalogue/indicators.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';

/** A month's observations, ready to be published. */
export interface Draft {
  readonly period: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Rows that a release keeps beside its observations, by table, without their `release_key`. */
  readonly parts: ReleaseParts;
}

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

const cell = ['indicator', ...dimensions] as const;
const draftColumns: readonly string[] = [...cell, 'value', 'status', 'reason', 'coverage'];

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

const releaseColumns = [
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

export async function findRelease({ kysely }: Database, id: string) {
  return kysely.selectFrom('release').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Publishes a draft as the next release of its month, in one transaction: readers see all of it or nothing. The same
 * observations as in the last release make no new one. A cell that moved since the last release is revised.
 */
export async function publishRelease(
  database: Database,
  draft: Draft,
  now: Date,
  runId: string | null,
): Promise<{ release: Release; published: boolean }> {
  const previous = await latestRelease(database, draft.period);
  if (previous?.fingerprint === draft.fingerprint) return { release: previous, published: false };
  if (previous && previous.published_at >= now) throw clockBehind(previous);
  const number = (previous?.number ?? 0) + 1;
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`create temporary table drafted (indicator text,
      ${dimensions.map((dimension) => `${dimension} text not null default '_T'`).join(', ')},
      value numeric, status text, reason text, coverage numeric) on commit drop`);
    await pipeline(
      createReadStream(draft.path),
      client.query(
        copyFrom(`copy drafted (${await headerOf(draft.path)}) from stdin (format csv, header match)`),
      ),
    );
    const inserted = await client.query<Release>(
      `insert into release (id, period, number, published_at, status, fingerprint, inputs, observations, manifest, run_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       returning ${releaseColumns.join(', ')}`,
      [
        `${draft.period}.${number}`,
        draft.period,
        number,
        now,
        number === 1 ? 'p' : 'r',
        draft.fingerprint,
        draft.inputs,
        draft.observations,
        JSON.stringify(draft.manifest),
        runId,
      ],
    );
    const release = inserted.rows[0] as Release;
    await client.query(
      `insert into observation (${cell.join(', ')}, period, release_key, value, status, reason, coverage)
       select ${cell.map((column) => `drafted.${column}`).join(', ')}, $1, $2, drafted.value,
         case when $3::integer is null or drafted.status <> 'p' then drafted.status
           when before.status is null or before.value is distinct from drafted.value then 'r' else before.status end,
         drafted.reason, drafted.coverage
       from drafted
       left join observation as before
         on before.release_key = $3 and ${cell.map((column) => `before.${column} = drafted.${column}`).join(' and ')}`,
      [draft.period, release.release_key, previous?.release_key ?? null],
    );
    for (const part of ['tenant_cell', 'release_tenant', 'bridge_cell', 'event_origin'] as const)
      await client.query(
        `insert into ${part} select (jsonb_populate_record(null::${part}, item || jsonb_build_object('release_key', $1::integer))).* from jsonb_array_elements($2::jsonb) as item`,
        [release.release_key, JSON.stringify(draft.parts[part])],
      );
    await client.query('select pg_notify($1, $2)', [releaseChannel, release.id]);
    await client.query('commit');
    return { release, published: true };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** The columns of a drawn-up month's file, from its first line. */
async function headerOf(path: string): Promise<string> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const strange = line.split(',').find((column) => !draftColumns.includes(column));
    if (strange !== undefined) throw new Error(`unknown column ${strange} in ${path}`);
    return line;
  }
  throw new Error(`${path} is empty`);
}

function clockBehind(previous: Release): Refusal {
  return new Refusal('clock_behind', {
    zh: `本机时间早于已有发布${previous.id}的发布时间（${previous.published_at.toISOString()}），请校准时钟后重试`,
    en: `The clock is before the time of release ${previous.id} (${previous.published_at.toISOString()}): set the clock and try again`,
  });
}

/** Latest release of each month that was published by `asOf`. */
export async function visibleReleases(
  { kysely }: Database,
  asOf: Date | null,
): Promise<{ id: string; release_key: number; period: string }[]> {
  const { rows } = await sql<{ id: string; release_key: number; period: string }>`
    select distinct on (period) id, release_key, period from release
    where published_at <= coalesce(${asOf}::timestamptz, 'infinity')
    order by period, number desc`.execute(kysely);
  return rows;
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
    Record<(typeof cell)[number], string> & {
      period: string;
      value: string | null;
      reason: string | null;
      release: string;
    }
  >`
    select ${sql.raw(cell.join(', '))}, observation.period, value::text, reason, current.id as release
    from (
      select distinct on (period) id, release_key, period from release
      where period = any(${periods}) order by period, number desc
    ) as current
    join observation using (release_key)`.execute(kysely);
  return rows;
}
