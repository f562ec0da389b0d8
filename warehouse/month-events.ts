import { type MonthAct, type MonthStateId, monthStateAt } from '../catalogue/month-states.ts';
import type { Database } from './database.ts';

/** An act on a month, as it is kept. */
export interface MonthEvent {
  readonly event_id: string;
  readonly period: string;
  readonly kind: MonthAct;
  readonly submission_id: string | null;
  readonly release_id: string | null;
  readonly item: string | null;
  readonly reason_code: string | null;
  readonly note: string | null;
  readonly subject_sha256: string | null;
  readonly acted_by: string;
  readonly at: Date;
}

type NewEvent = Pick<MonthEvent, 'period' | 'kind' | 'acted_by' | 'at'> & Partial<MonthEvent>;

export async function recordMonthEvent({ kysely }: Database, event: NewEvent): Promise<void> {
  await kysely.insertInto('month_event').values(event).execute();
}

/** The acts on a month, oldest first. */
export async function monthEvents({ kysely }: Database, period: string): Promise<MonthEvent[]> {
  return kysely
    .selectFrom('month_event')
    .selectAll()
    .where('period', '=', period)
    .orderBy('event_id')
    .execute();
}

/** When collection of a month was closed, and by whom; null while it is open. */
export function closing(events: readonly MonthEvent[]): MonthEvent | null {
  const last = events.findLast(({ kind }) => kind === 'closed' || kind === 'reopened');
  return last?.kind === 'closed' ? last : null;
}

/** The submission under review or signed, and its signature. */
export interface ActiveSubmission {
  readonly submission_id: string;
  readonly submitted: MonthEvent;
  readonly signed: MonthEvent | null;
}

const ended: readonly MonthAct[] = ['returned', 'voided', 'published'];

export function activeSubmission(events: readonly MonthEvent[]): ActiveSubmission | null {
  const submitted = events.findLast(({ kind }) => kind === 'submitted');
  const id = submitted?.submission_id;
  if (!submitted || !id) return null;
  const own = events.filter(({ submission_id }) => submission_id === id);
  if (own.some(({ kind }) => ended.includes(kind))) return null;
  return { submission_id: id, submitted, signed: own.find(({ kind }) => kind === 'signed') ?? null };
}

/** The state of a month at an instant, with the acts that it follows from. */
export async function stateOfMonth(
  database: Database,
  period: string,
  now: Date,
): Promise<{ state: MonthStateId; events: readonly MonthEvent[] }> {
  const events = await monthEvents(database, period);
  const submission = activeSubmission(events);
  const { kysely } = database;
  const releaseAt = submission
    ? await kysely
        .selectFrom('submission')
        .select('release_at')
        .where('submission_id', '=', submission.submission_id)
        .executeTakeFirstOrThrow()
    : undefined;
  const exists = async (table: 'release' | 'draft') =>
    (await kysely.selectFrom(table).select('period').where('period', '=', period).executeTakeFirst()) !==
    undefined;
  const facts = {
    isReleased: await exists('release'),
    isDrafted: await exists('draft'),
    isClosed: closing(events) !== null,
    submission: submission && {
      isSigned: submission.signed !== null,
      releaseAt: releaseAt?.release_at ?? null,
    },
  };
  return { state: monthStateAt(facts, now), events };
}

/** Months that are signed and whose hour has come. */
export async function monthsToPublish({ kysely }: Database, now: Date): Promise<string[]> {
  const rows = await kysely
    .selectFrom('submission')
    .select('period')
    .where('release_at', '<=', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('month_event')
          .select('event_id')
          .whereRef('month_event.submission_id', '=', 'submission.submission_id')
          .where('kind', '=', 'signed'),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('month_event')
            .select('event_id')
            .whereRef('month_event.submission_id', '=', 'submission.submission_id')
            .where('kind', 'in', ended),
        ),
      ),
    )
    .orderBy('release_at')
    .orderBy('period')
    .execute();
  return rows.map(({ period }) => period);
}
