import { sql } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import type { Along } from './audit.ts';
import type { Database } from './database.ts';

/** What a note is about; null = all of them. Months are included at both ends. */
export interface NoteScope {
  readonly indicator: string | null;
  readonly park: string | null;
  readonly mode: string | null;
  readonly flow: string | null;
  readonly from_period: string;
  readonly to_period: string;
}

export interface NoteText {
  readonly zh: string;
  /** Null where only the Chinese text exists. */
  readonly en: string | null;
}

export interface Note extends NoteScope, NoteText {
  readonly note_id: string;
  readonly version: number;
  readonly withdrawn: boolean;
  readonly written_by: string;
  readonly written_at: Date;
}

export interface NoteAct {
  readonly by: string;
  readonly at: Date;
  /** Written within the act's transaction: its entry in the audit. */
  readonly along?: Along | undefined;
}

const columns = sql.raw(
  'note_id::text, version, indicator, park, mode, flow, from_period, to_period, zh, en, withdrawn, written_by, written_at',
);

/** Codes that a reader looks at; undefined = whatever code. `_T` is a code like others. */
export interface NoteFilter {
  readonly indicator?: string | undefined;
  readonly parks?: readonly string[] | undefined;
  readonly modes?: readonly string[] | undefined;
  readonly flows?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Notes in force at an instant (null = now) that concern what is looked at: each in its latest version, without those taken
 * back. A note on one park concerns a reader of that park, or of all parks.
 */
export async function notesAbout(
  { kysely }: Database,
  { indicator, parks, modes, flows, from, to }: NoteFilter,
  asOf: Date | null,
): Promise<Note[]> {
  const among = (column: string, codes: readonly string[] | undefined) =>
    codes === undefined
      ? sql`true`
      : sql`(${sql.ref(column)} is null or ${sql.ref(column)} = any(${[...codes]}))`;
  const { rows } = await sql<Note>`
    select ${columns} from (
      select distinct on (note_id) * from note
      where written_at <= coalesce(${asOf}::timestamptz, 'infinity')
      order by note_id, version desc
    ) as latest
    where not withdrawn
      and ${among('indicator', indicator === undefined ? undefined : [indicator])}
      and ${among('park', parks)} and ${among('mode', modes)} and ${among('flow', flows)}
      and from_period <= coalesce(${to ?? null}, to_period) and to_period >= coalesce(${from ?? null}, from_period)
    order by latest.from_period, latest.note_id`.execute(kysely);
  return rows;
}

/** Every version of a note, the first one first. */
export async function noteVersions({ kysely }: Database, id: string): Promise<Note[]> {
  const { rows } = await sql<Note>`
    select ${columns} from note where note_id = ${id} order by version`.execute(kysely);
  return rows;
}

export async function writeNote(
  { kysely }: Database,
  scope: NoteScope,
  { zh, en }: NoteText,
  { by, at, along }: NoteAct,
): Promise<Note> {
  return kysely.transaction().execute(async (writing) => {
    const { rows } = await sql<Note>`
      insert into note (note_id, version, indicator, park, mode, flow, from_period, to_period, zh, en, written_by, written_at)
      values (nextval('note_number'), 1, ${scope.indicator}, ${scope.park}, ${scope.mode}, ${scope.flow},
        ${scope.from_period}, ${scope.to_period}, ${zh}, ${en}, ${by}, ${at})
      returning ${columns}`.execute(writing);
    await along?.(writing);
    await sql`select pg_notify('note_written', ${rows[0]?.note_id ?? ''})`.execute(writing);
    return rows[0] as Note;
  });
}

/** A new version of a note, with another text or taken back; what it is about stays. */
export async function reviseNote(
  { kysely }: Database,
  id: string,
  revision: NoteText | 'withdrawn',
  { by, at, along }: NoteAct,
): Promise<Note> {
  return kysely.transaction().execute(async (writing) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`note ${id}`}))`.execute(writing);
    const { rows: found } = await sql<Note>`
      select ${columns} from note where note_id = ${id} order by version desc limit 1`.execute(writing);
    const [latest] = found;
    if (!latest) throw unknownNote(id);
    if (latest.withdrawn) throw alreadyWithdrawn(latest);
    const { zh, en } = revision === 'withdrawn' ? latest : revision;
    const { rows } = await sql<Note>`
      insert into note (note_id, version, indicator, park, mode, flow, from_period, to_period, zh, en, withdrawn, written_by, written_at)
      values (${id}, ${latest.version + 1}, ${latest.indicator}, ${latest.park}, ${latest.mode}, ${latest.flow},
        ${latest.from_period}, ${latest.to_period}, ${zh}, ${en}, ${revision === 'withdrawn'}, ${by}, ${at})
      returning ${columns}`.execute(writing);
    await along?.(writing);
    await sql`select pg_notify('note_written', ${id})`.execute(writing);
    return rows[0] as Note;
  });
}

export function unknownNote(id: string): Refusal {
  return new Refusal(
    'not_found',
    { zh: `没有说明${id}，见/api/v1/notes`, en: `There is no note ${id}, see /api/v1/notes` },
    { value: id },
  );
}

function alreadyWithdrawn({ note_id, written_by }: Note): Refusal {
  return new Refusal(
    'wrong_state',
    {
      zh: `说明${note_id}已由${written_by}撤回，请另写一条`,
      en: `Note ${note_id} was taken back by ${written_by}: write another`,
    },
    { id: note_id, state: 'withdrawn' },
  );
}
