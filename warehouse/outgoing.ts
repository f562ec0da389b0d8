import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { OutgoingKind } from './delivery-tables.ts';

export type { OutgoingKind } from './delivery-tables.ts';

/** A mail, or a letter that was handed over as a file. */
export interface Outgoing {
  readonly outgoing_id: string;
  readonly key: string;
  readonly kind: OutgoingKind;
  readonly period: string;
  readonly release_id: string | null;
  readonly subscription_id: string | null;
  readonly rule_id: string | null;
  readonly uscc: string | null;
  readonly recipient: string | null;
  readonly language: 'zh' | 'en';
  /** Null: made from the report of the release. */
  readonly subject: string | null;
  readonly paragraphs: readonly string[] | null;
  readonly queued_at: Date;
  /** The one that is made now included. */
  readonly attempts: number;
}

/** What is queued; `key` tells what it is and to whom. */
export interface NewOutgoing {
  readonly key: string;
  readonly kind: OutgoingKind;
  readonly period: string;
  readonly releaseId?: string;
  readonly subscriptionId?: string;
  readonly ruleId?: string;
  readonly uscc?: string;
  /** Null: a letter that is handed over as a file. */
  readonly recipient: string | null;
  readonly language: 'zh' | 'en';
  readonly letter?: { readonly subject: string; readonly paragraphs: readonly string[] };
}

/** Queues mails, each once: what has the key of another is that other. Tells the keys of those that are new. */
export async function queueOutgoing(
  { kysely }: Database,
  mails: readonly NewOutgoing[],
  now: Date,
): Promise<string[]> {
  const made: string[] = [];
  // In order: the first is sent first.
  for (const mail of mails) {
    const row = await kysely
      .insertInto('outgoing')
      .values({
        key: mail.key,
        kind: mail.kind,
        period: mail.period,
        release_id: mail.releaseId ?? null,
        subscription_id: mail.subscriptionId ?? null,
        rule_id: mail.ruleId ?? null,
        uscc: mail.uscc ?? null,
        recipient: mail.recipient,
        language: mail.language,
        subject: mail.letter?.subject ?? null,
        paragraphs: mail.letter ? [...mail.letter.paragraphs] : null,
        queued_at: now,
        next_try: now,
        sent_at: mail.recipient === null ? now : null,
        given_up_at: null,
        last_error: null,
      })
      .onConflict((on) => on.column('key').doNothing())
      .returning('key')
      .executeTakeFirst();
    if (row) made.push(row.key);
  }
  return made;
}

const mailColumns = sql`outgoing_id::text, key, kind, period, release_id, subscription_id::text, rule_id::text, uscc,
  recipient, language, subject, paragraphs, queued_at, attempts`;

/** A report that is not written by then has failed: its readers are told of the release all the same. */
const reportMs = 6 * 3600_000;

/**
 * Takes the next mail that is due for as long as `lease` says: nobody else takes it meanwhile, and should this program die
 * it is due again afterwards. A mail that leads to reports waits until they are on file.
 */
export async function claimOutgoing(
  { kysely }: Database,
  now: Date,
  leaseMs: number,
): Promise<Outgoing | undefined> {
  const { rows } = await sql<Outgoing>`
    update outgoing set attempts = attempts + 1, next_try = ${new Date(now.getTime() + leaseMs)}
    where outgoing_id = (
      select outgoing_id from outgoing
      where sent_at is null and given_up_at is null and next_try <= ${now}
        and (subject is not null or queued_at <= ${new Date(now.getTime() - reportMs)}
          or exists (select from report where report.release_id = outgoing.release_id))
      order by outgoing_id limit 1 for update skip locked
    )
    returning ${mailColumns}`.execute(kysely);
  return rows[0];
}

/** The mails of a release, in the order in which they were queued. */
export async function outgoingOf({ kysely }: Database, release: string): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`select ${mailColumns} from outgoing
    where release_id = ${release} order by outgoing_id`.execute(kysely);
  return rows;
}

export async function noteSent({ kysely }: Database, id: string, now: Date): Promise<void> {
  await kysely
    .updateTable('outgoing')
    .set({ sent_at: now, last_error: null })
    .where('outgoing_id', '=', id)
    .execute();
}

/** Why it was not sent, and when it is tried again; null: no more. */
export async function noteFailed(
  { kysely }: Database,
  id: string,
  { error, next, now }: { readonly error: string; readonly next: Date | null; readonly now: Date },
): Promise<void> {
  await kysely
    .updateTable('outgoing')
    .set({ last_error: error, ...(next ? { next_try: next } : { given_up_at: now }) })
    .where('outgoing_id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
}

/** Gives up what has waited since before an instant. */
export async function giveUpOld(
  { kysely }: Database,
  before: Date,
  now: Date,
  error: string,
): Promise<number> {
  const { numUpdatedRows } = await kysely
    .updateTable('outgoing')
    .set(({ fn, val }) => ({ given_up_at: now, last_error: fn.coalesce('last_error', val(error)) }))
    .where('sent_at', 'is', null)
    .where('given_up_at', 'is', null)
    .where('queued_at', '<', before)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export interface OutgoingState {
  readonly waiting: number;
  readonly sent: number;
  readonly given_up: number;
  /** The newest troubles: to whom, what, why, and whether it is still tried. */
  readonly troubles: readonly {
    readonly key: string;
    readonly attempts: number;
    readonly error: string;
    readonly given_up: boolean;
  }[];
}

/** How the mails stand: of all that wait, and of those queued since an instant. */
export async function outgoingState({ kysely }: Database, since: Date): Promise<OutgoingState> {
  const counted = await sql<{ waiting: number; sent: number; given_up: number }>`
    select count(*) filter (where sent_at is null and given_up_at is null)::integer as waiting,
      count(*) filter (where sent_at is not null and recipient is not null and queued_at >= ${since})::integer as sent,
      count(*) filter (where given_up_at is not null and queued_at >= ${since})::integer as given_up
    from outgoing`.execute(kysely);
  const { rows } = await sql<OutgoingState['troubles'][number]>`
    select key, attempts, last_error as error, given_up_at is not null as given_up from outgoing
    where last_error is not null and sent_at is null and queued_at >= ${since}
    order by outgoing_id desc limit 10`.execute(kysely);
  return { ...(counted.rows[0] ?? { waiting: 0, sent: 0, given_up: 0 }), troubles: rows };
}
