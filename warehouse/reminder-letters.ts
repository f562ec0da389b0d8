import { sql } from 'kysely';
import { defaultDueDay, dueDayOf, dueInstant } from '../catalogue/calendar.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { type ReminderFacts, reminderText } from '../catalogue/reminder-words.ts';
import type { Database } from './database.ts';
import { queueOutgoing } from './outgoing.ts';
import { type Reminder, readReminders } from './reminders.ts';
import { dueDaysOf } from './reporting.ts';

export interface ReminderOrder {
  readonly period: Period;
  /** Whom a reminder reached within so many days is left alone. */
  readonly days: number;
  /** False: no mail is sent, and every letter is to be handed over as a file. */
  readonly mail: boolean;
}

/** The letter to one tenant; `as_file`: there is no address, or no mail. */
export interface ReminderLetter {
  readonly uscc: string;
  readonly name_zh: string;
  readonly outcome: 'queued' | 'as_file' | 'reminded_before';
  readonly recipients: number;
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

interface Contact {
  readonly uscc: string;
  readonly email: string;
  readonly language: 'zh' | 'en';
}

/**
 * A letter to every tenant that has not reported, the largest expected value first. Each tells its reader's own state only.
 * Mails are queued; what was handed over as a file counts as a reminder too.
 */
export async function remindTenants(
  database: Database,
  order: ReminderOrder,
  now: Date,
): Promise<ReminderLetter[]> {
  return database.kysely.transaction().execute(async (kysely) => {
    // Two who press the button at once remind once.
    await sql`select pg_advisory_xact_lock(hashtext('remind'))`.execute(kysely);
    const writing = { ...database, kysely };
    const facts = await factsOf(writing, order, now);
    const contacts = Map.groupBy(
      await kysely.selectFrom('tenant_contact').selectAll().orderBy('email').execute(),
      ({ uscc }) => uscc,
    );
    const reminded = await remindedSince(writing, new Date(now.getTime() - order.days * 24 * 3600_000));
    const letters: ReminderLetter[] = [];
    for (const one of facts) {
      const to = order.mail ? (contacts.get(one.uscc) ?? []) : [];
      const isLeft = order.days > 0 && reminded.has(one.uscc);
      if (!isLeft) await queueLetters(writing, one, to, now);
      const { subject, paragraphs } = reminderText(one);
      letters.push({
        ...{ uscc: one.uscc, name_zh: one.name, recipients: isLeft ? 0 : to.length },
        outcome: isLeft ? 'reminded_before' : to.length ? 'queued' : 'as_file',
        ...{ subject: subject.zh, paragraphs: paragraphs.map(({ zh }) => zh) },
      });
    }
    return letters;
  });
}

type Facts = ReminderFacts & { readonly uscc: string };

async function queueLetters(
  database: Database,
  facts: Facts,
  contacts: readonly Contact[],
  now: Date,
): Promise<void> {
  const { uscc, period } = facts;
  const { subject, paragraphs } = reminderText(facts);
  const to = contacts.length ? contacts : [{ email: null, language: 'zh' as const }];
  await queueOutgoing(
    database,
    to.map(({ email, language }) => ({
      key: ['reminder', period, uscc, email ?? 'file', now.toISOString()].join(' '),
      ...{ kind: 'reminder' as const, period, uscc, recipient: email, language },
      letter: { subject: subject[language], paragraphs: paragraphs.map((one) => one[language]) },
    })),
    now,
  );
}

async function factsOf(database: Database, { period }: ReminderOrder, now: Date): Promise<Facts[]> {
  const { rows } = await readReminders(database, { period, parks: null, method: 'last_12_months' });
  const [usual, earlier, dueDays] = [
    await usualModes(database, period),
    await earlierMonths(database, period),
    await dueDaysOf(database),
  ];
  return rows.filter(isMissing).map(({ uscc, name_zh, state }) => {
    const due = dueDays.get(uscc) ?? defaultDueDay;
    return {
      ...{ uscc, name: name_zh, period, state },
      dueDay: dueDayOf(period, due),
      isLate: now > dueInstant(period, due),
      usual: usual.get(uscc) ?? [],
      earlier: earlier.get(uscc) ?? [],
    };
  });
}

function isMissing(row: Reminder): row is Reminder & { readonly state: ReminderFacts['state'] } {
  return row.state !== 'received' && row.state !== 'held';
}

const newest = (from: Period, to: Period) => sql`
  select distinct on (period) release_key, period from release
  where period between ${from} and ${to} order by period, number desc`;

/** What each tenant has reported in the twelve months before. */
async function usualModes({ kysely }: Database, period: Period) {
  const { rows } = await sql<{ uscc: string; mode: string; flow: string }>`
    select distinct uscc, mode, flow from tenant_cell
    join (${newest(addMonths(period, -12), addMonths(period, -1))}) as newest using (release_key)
    where not estimated order by uscc, mode, flow`.execute(kysely);
  return Map.groupBy(rows, ({ uscc }) => uscc);
}

/** Months before of which a release had nothing from a tenant, and nothing has come since. */
async function earlierMonths({ kysely }: Database, period: Period) {
  const { rows } = await sql<{ uscc: string; period: Period }>`
    select distinct release_tenant.uscc, newest.period from release_tenant
    join (${newest(addMonths(period, -12), addMonths(period, -1))}) as newest using (release_key)
    where not received and not exists (
      select from delivery join delivery_coverage on delivery_coverage.delivery_id = delivery.id
      where delivery.uscc = release_tenant.uscc and delivery.stage = 'accepted'
        and delivery_coverage.period = newest.period)
    order by uscc, period`.execute(kysely);
  const months = Map.groupBy(rows, ({ uscc }) => uscc);
  return new Map([...months].map(([uscc, own]) => [uscc, own.map((row) => row.period)]));
}

async function remindedSince({ kysely }: Database, since: Date): Promise<ReadonlySet<string>> {
  const rows = await kysely
    .selectFrom('outgoing')
    .select('uscc')
    .where('kind', '=', 'reminder')
    .where('queued_at', '>', since)
    .distinct()
    .execute();
  return new Set(rows.flatMap(({ uscc }) => uscc ?? []));
}
