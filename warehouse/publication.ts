import type pg from 'pg';
import type { ReleaseCause } from '../catalogue/causes.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { queueAnnouncements } from './announcements.ts';
import { type BoundDatabase, bound } from './bound.ts';
import type { AnnouncedDays } from './calendar-entries.ts';
import { manifestHash } from './canonical.ts';
import type { Database } from './database.ts';
import { cellColumns, cellNames, copyDrafted, copyReleased } from './observations.ts';
import {
  latestRelease,
  type Release,
  type ReleaseParts,
  releaseChannel,
  releaseColumns,
} from './releases.ts';

/** A month's observations, ready to be published. */
export interface Draft {
  readonly period: string;
  /** Where its observations come from: the file of a drawn-up month, or a release that is published again. */
  readonly observed: { readonly path: string } | { readonly releaseKey: number };
  readonly fingerprint: string;
  readonly inputs: string;
  readonly observations: number;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Rows that a release keeps beside its observations, by table, without their `release_key`; null: those of the release published again. */
  readonly parts: ReleaseParts | null;
  /** Why it differs from the release before. */
  readonly causes?: readonly ReleaseCause[];
  /** What the officer says of it. */
  readonly word?: OfficersWord;
  /** The instant that its documents bear, and up to when words count in them; without, when it is published. */
  readonly datedAt?: Date | null;
  readonly writtenAt?: Date | null;
  /** What its documents announce of the month after; without, nothing but the usual days. */
  readonly nextDays?: AnnouncedDays | null;
}

export interface OfficersWord {
  /** Every cell with a value is final. */
  readonly final?: boolean | undefined;
  /** A final month is published again all the same; readers are told why. */
  readonly specialRevision?: boolean | undefined;
  readonly notePublic?: string | undefined;
  readonly noteInternal?: string | undefined;
}

/**
 * Publishes a draft as the next release of its month, in one transaction: readers see all of it or nothing. The same
 * observations as in the last release make no new one, unless they become final. A cell that moved since the last release
 * is revised. The draft of the month is used up. Whoever asked to be told is written to.
 */
export async function publishRelease(
  database: Database,
  draft: Draft,
  now: Date,
  runId: string | null,
): Promise<{ release: Release; published: boolean }> {
  return bound(database, async (transaction) => {
    const made = await publishWithin(transaction, draft, now, runId);
    if (made.published) await queueAnnouncements(transaction, made.release.id, now);
    await transaction.commit();
    return made;
  });
}

/** The same as part of a transaction that somebody else commits, or rolls back. */
export async function publishWithin(
  database: BoundDatabase,
  draft: Draft,
  now: Date,
  runId: string | null,
): Promise<{ release: Release; published: boolean }> {
  const previous = await latestRelease(database, draft.period);
  if (previous && isNoNews(previous, draft)) {
    await database.kysely.deleteFrom('draft').where('period', '=', draft.period).execute();
    return { release: previous, published: false };
  }
  if (previous && previous.published_at >= now) throw clockBehind(previous);
  refuseFinal(previous, draft.word ?? {});
  const client = await database.pool.connect();
  try {
    if ('path' in draft.observed) await copyDrafted(client, draft.observed.path);
    else await copyReleased(client, draft.observed.releaseKey);
    const release = await insertRelease(client, draft, previous, now, runId);
    await insertObservations(client, draft, release, previous);
    await insertParts(client, draft, release);
    await client.query('drop table drafted');
    await client.query('delete from draft where period = $1', [draft.period]);
    await client.query('select pg_notify($1, $2)', [releaseChannel, release.id]);
    return { release, published: true };
  } finally {
    client.release();
  }
}

function isNoNews(previous: Release, { fingerprint, word }: Draft): boolean {
  return previous.fingerprint === fingerprint && (previous.status === 'f' || !word?.final);
}

/**
 * A final month stays as it is, as a yearbook does. What must be put right all the same is a special revision (特别修订),
 * of which readers are told the reason.
 */
function refuseFinal(previous: Release | undefined, { specialRevision, notePublic }: OfficersWord): void {
  if (specialRevision && previous?.status !== 'f')
    throw new Refusal('usage', {
      zh: '只有已定稿的月份才有特别修订，请去掉--special-revision',
      en: 'Only a final month has special revisions: leave out --special-revision',
    });
  if (previous?.status !== 'f' || (specialRevision && notePublic)) return;
  throw new Refusal(
    'month_final',
    {
      zh: `${previous.id}已定稿，不再修订；确需更正请加--special-revision，并用--reason-note-public写明对外说明`,
      en: `${previous.id} is final and is not revised; if it must be, add --special-revision with a note to readers, --reason-note-public`,
    },
    { release: previous.id },
  );
}

async function insertRelease(
  client: pg.PoolClient,
  draft: Draft,
  previous: Release | undefined,
  now: Date,
  runId: string | null,
): Promise<Release> {
  const { word = {} } = draft;
  const number = (previous?.number ?? 0) + 1;
  const row: Record<string, unknown> = {
    id: `${draft.period}.${number}`,
    period: draft.period,
    number,
    published_at: now,
    status: word.final || previous?.status === 'f' ? 'f' : previous ? 'r' : 'p',
    fingerprint: draft.fingerprint,
    inputs: draft.inputs,
    observations: draft.observations,
    manifest: JSON.stringify(draft.manifest),
    manifest_sha256: manifestHash(draft.manifest),
    causes: JSON.stringify(draft.causes ?? []),
    note_public: word.notePublic ?? null,
    note_internal: word.noteInternal ?? null,
    special_revision: word.specialRevision ?? false,
    dated_at: draft.datedAt ?? null,
    written_at: draft.writtenAt ?? null,
    next_days: draft.nextDays ? JSON.stringify(draft.nextDays) : null,
    run_id: runId,
  };
  const places = Object.keys(row).map((_, at) => `$${at + 1}`);
  const { rows } = await client.query<Release>(
    `insert into release (${Object.keys(row).join(', ')}) values (${places.join(', ')})
     returning ${releaseColumns.join(', ')}`,
    Object.values(row),
  );
  return rows[0] as Release;
}

/** In the order of the index, so that it only grows at its end. */
async function insertObservations(
  client: pg.PoolClient,
  { period, word = {} }: Draft,
  { release_key }: Release,
  previous: Release | undefined,
): Promise<void> {
  await client.query(
    `insert into observation (${cellNames}, period, release_key, value, status, reason, coverage)
     select ${cellColumns.map((column) => `drafted.${column}`).join(', ')}, $1, $2, drafted.value,
       case
         when drafted.status <> 'p' then drafted.status
         when $4 and drafted.value is not null then 'f'
         when $3::integer is null then 'p'
         when before.status in ('p', 'r', 'f') and before.value is not distinct from drafted.value then before.status
         else 'r' end,
       drafted.reason, drafted.coverage
     from drafted
     left join observation as before
       on before.release_key = $3 and ${cellColumns.map((column) => `before.${column} = drafted.${column}`).join(' and ')}
     order by ${cellColumns.map((column) => `drafted.${column}`).join(', ')}`,
    [period, release_key, previous?.release_key ?? null, word.final ?? false],
  );
}

const partNames = ['tenant_cell', 'release_tenant', 'bridge_cell', 'event_origin'] as const;

async function insertParts(
  client: pg.PoolClient,
  { parts, observed }: Draft,
  { release_key }: Release,
): Promise<void> {
  for (const part of partNames) {
    const rows = parts
      ? 'jsonb_array_elements($2::jsonb) as item'
      : `(select to_jsonb(${part}) as item from ${part} where release_key = $2::integer) as earlier`;
    await client.query(
      `insert into ${part} select (jsonb_populate_record(null::${part}, item || jsonb_build_object('release_key', $1::integer))).* from ${rows}`,
      [release_key, parts ? JSON.stringify(parts[part]) : (observed as { releaseKey: number }).releaseKey],
    );
  }
}

function clockBehind(previous: Release): Refusal {
  return new Refusal('clock_behind', {
    zh: `本机时间早于已有发布${previous.id}的发布时间（${previous.published_at.toISOString()}），请校准时钟后重试`,
    en: `The clock is before the time of release ${previous.id} (${previous.published_at.toISOString()}): set the clock and try again`,
  });
}
