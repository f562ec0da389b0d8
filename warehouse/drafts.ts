import { sql } from 'kysely';
import { causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { type Detail, type Dimension, details } from '../catalogue/indicators.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import { manifestHash } from './canonical.ts';
import { type Change, published } from './changes.ts';
import type { Database } from './database.ts';
import type { Channel } from './notify.ts';
import { cellColumns, cellNames, copyDrafted } from './observations.ts';
import type { Release } from './releases.ts';

/** A month as it would be published now. */
export interface StoredDraft {
  readonly period: string;
  readonly drawn_at: Date;
  /** Null: the month has not been released yet. */
  readonly base_release: string | null;
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
  /** Cells that differ from the base release; 0 without one. */
  readonly moved: number;
  readonly causes: readonly ReleaseCause[];
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly manifest_sha256: string;
}

/** Cells that moved in one place: an indicator's park, mode and flow, in total (no detail) or by one breakdown. */
export interface MovedGroup extends Readonly<Record<Dimension, string>> {
  readonly indicator: string;
  readonly detail: Detail | null;
  readonly moved: number;
  /** Values of the cell with the largest effect, whose codes these are. */
  readonly from: string | null;
  readonly to: string | null;
  /** Its place among all cells that moved, by effect. */
  readonly place: number;
}

export interface NewDraft {
  readonly period: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly base: Pick<Release, 'id' | 'release_key' | 'fingerprint'> | undefined;
}

/** The draft of a month as it stands; undefined when it was never drawn or was published. */
export async function findDraft({ kysely }: Database, period: string): Promise<StoredDraft | undefined> {
  const row = await kysely.selectFrom('draft').selectAll().where('period', '=', period).executeTakeFirst();
  return row as StoredDraft | undefined;
}

export async function listDrafts({ kysely }: Database): Promise<Omit<StoredDraft, 'manifest'>[]> {
  const rows = await kysely
    .selectFrom('draft')
    .select([
      'period',
      'drawn_at',
      'base_release',
      'fingerprint',
      'inputs',
      'observations',
      'moved',
      'causes',
      'manifest_sha256',
    ])
    .orderBy('period', 'desc')
    .execute();
  return rows as Omit<StoredDraft, 'manifest'>[];
}

/** The stored draft of the same observations, manifest and base release: then there is nothing to do. */
export async function sameDraft(database: Database, draft: NewDraft): Promise<StoredDraft | undefined> {
  const stored = await findDraft(database, draft.period);
  const same =
    stored?.fingerprint === draft.fingerprint &&
    stored.base_release === (draft.base?.id ?? null) &&
    stored.manifest_sha256 === manifestHash(draft.manifest);
  return same ? stored : undefined;
}

/**
 * Puts a draft in the place of the month's last one and compares it with its base release, in the database. `explain`
 * gets the moved cells by group and gives the causes.
 */
export async function storeDraft(
  database: Database,
  draft: NewDraft,
  now: Date,
  explain: (groups: readonly MovedGroup[]) => readonly ReleaseCause[],
): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('delete from draft where period = $1', [draft.period]);
    await client.query(
      `insert into draft (period, drawn_at, base_release, fingerprint, inputs, observations, moved, causes, manifest, manifest_sha256)
       values ($1, $2, $3, $4, $5, $6, 0, '[]', $7, $8)`,
      [
        draft.period,
        now,
        draft.base?.id ?? null,
        draft.fingerprint,
        draft.inputs,
        draft.observations,
        JSON.stringify(draft.manifest),
        manifestHash(draft.manifest),
      ],
    );
    if (draft.base && draft.base.fingerprint !== draft.fingerprint) {
      await copyDrafted(client, draft.path);
      const { rowCount } = await client.query(compare, [draft.period, draft.base.release_key]);
      const { rows } = await client.query<MovedGroup>(grouped, [draft.period]);
      await client.query('update draft set moved = $2, causes = $3 where period = $1', [
        draft.period,
        rowCount ?? 0,
        JSON.stringify(explain(rows)),
      ]);
    }
    await client.query('select pg_notify($1, $2)', ['draft_drawn' satisfies Channel, draft.period]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Cells whose value or reason moved, that came or went. By effect: trade value by its amount, then all others by how much
 * of themselves they moved; one that comes, goes or had nothing to move from moved by all of itself.
 */
const compare = `
  insert into draft_change (period, place, ${cellNames}, before_value, after_value, status, reason)
  select $1, row_number() over (order by
      indicator = 'trade_value' desc,
      case
        when indicator = 'trade_value' then abs(coalesce(after_value, 0) - coalesce(before_value, 0))
        when before_value > 0 and after_value is not null then abs(after_value - before_value) / before_value
        else 1
      end desc,
      ${cellColumns.map((column) => `nullif(${column}, '_T') collate "C" nulls first`).join(', ')}),
    ${cellNames}, before_value, after_value, status, reason
  from (
    select ${cellNames}, old.value as before_value, new.value as after_value,
      case
        when new.status = 'p' and old.status in ('p', 'r', 'f') and new.value is not distinct from old.value then old.status
        when new.status = 'p' then 'r'
        else new.status
      end as status,
      case when new.is_there then new.reason end as reason
    from (select *, true as is_there from drafted) as new
    full join (select *, true as is_there from observation where release_key = $2) as old using (${cellNames})
    where new.value is distinct from old.value or new.reason is distinct from old.reason
      or new.is_there is null or old.is_there is null
  ) as moved`;

const detailNamed = `case ${details.map((detail) => `when ${detail} <> '_T' then '${detail}'`).join(' ')} end`;

const grouped = `
  select ${cellNames}, detail, moved, before_value::text as "from", after_value::text as "to", place
  from (
    select *, (count(*) over by_group)::integer as moved, row_number() over (by_group order by place) as at
    from (select *, ${detailNamed} as detail from draft_change where period = $1) as named
    window by_group as (partition by indicator, park, mode, flow, detail)
  ) as counted
  where at = 1
  order by place`;

/** The groups of cells that a draft moves of which none of its causes can be why. */
export async function unexplainedGroups({ pool }: Database, draft: StoredDraft): Promise<MovedGroup[]> {
  const { rows } = await pool.query<MovedGroup>(grouped, [draft.period]);
  return rows.filter((group) => causesOf(group, draft.causes).length === 0);
}

/** Cells that a draft moves, the largest effect first. */
export async function readDraftChanges(
  { kysely }: Database,
  period: string,
  limit: number,
  offset: number,
): Promise<Change[]> {
  const { rows } = await sql<Change & { status: Status | null; reason: Reason | null }>`
    select ${sql.raw(cellNames)}, period, before_value::text as "from", after_value::text as "to", status, reason
    from draft_change
    where period = ${period} and place > ${offset} and place <= ${offset + limit}
    order by place`.execute(kysely);
  return rows.map((row) => ({
    ...row,
    from: published(row.indicator, row.from),
    to: published(row.indicator, row.to),
  }));
}
