import { sql } from 'kysely';
import { firingInWords } from '../catalogue/alerts.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Message } from '../catalogue/refusal.ts';
import { type Alert, alertsOf } from './alerts.ts';
import { previousRelease } from './changes.ts';
import type { Database } from './database.ts';
import { type NewOutgoing, queueOutgoing } from './outgoing.ts';
import { listParks } from './registry.ts';
import { findRelease } from './releases.ts';
import { type Subscription, subscribers } from './subscriptions.ts';

export interface Queued {
  readonly announcements: number;
  readonly alerts: number;
}

type Found = NonNullable<Awaited<ReturnType<typeof findRelease>>>;

/**
 * Queues the mails of a release: one for each subscription that it concerns, one for each rule that it sets off. Called in
 * the transaction that publishes it, so that there are mails exactly where there is a release; twice is as good as once.
 */
export async function queueAnnouncements(database: Database, releaseId: string, now: Date): Promise<Queued> {
  const release = await findRelease(database, releaseId);
  if (!release) return { announcements: 0, alerts: 0 };
  const readers = await subscribers(database);
  const concerned = readers.length ? await concernedBy(database, release) : () => false;
  const mails = readers.filter(concerned).map((one) => announcementTo(one, release));
  const announced = await queueOutgoing(database, mails, now);
  const alerts = await alertsOf(database, releaseId);
  const names = await parkNames(database);
  await noteFirings(database, alerts, now);
  const told = await queueOutgoing(
    database,
    alerts.map((alert) => alertTo(alert, names)),
    now,
  );
  return { announcements: announced.length, alerts: told.length };
}

/** The city and each park by what it is called. */
export async function parkNames(database: Database): Promise<ReadonlyMap<string, Message>> {
  const parks = (await listParks(database)).map(
    ({ park_id, name_zh, name_en }) => [park_id, { zh: name_zh, en: name_en }] as const,
  );
  return new Map<string, Message>([[total, { zh: '全市', en: 'Whole city' }], ...parks]);
}

/** A first release concerns whoever follows something that it holds; a correction whoever follows something that moved. */
async function concernedBy(
  database: Database,
  release: Found,
): Promise<(subscription: Subscription) => boolean> {
  const before = await previousRelease(database, release);
  const cells = before
    ? await movedCells(database, release.release_key, before.release_key)
    : await heldCells(database, release.release_key);
  const [parks, pairs] = [new Set<string>(), new Set<string>()];
  for (const { park, indicator } of cells) {
    for (const one of [park, total]) parks.add(one);
    pairs.add(`${park} ${indicator}`);
  }
  return ({ park, indicator }) => (indicator === null ? parks.has(park) : pairs.has(`${park} ${indicator}`));
}

interface ParkIndicator {
  readonly park: string;
  readonly indicator: string;
}

async function heldCells({ kysely }: Database, key: number): Promise<ParkIndicator[]> {
  return kysely
    .selectFrom('observation')
    .select(['park', 'indicator'])
    .where('release_key', '=', key)
    .distinct()
    .execute();
}

async function movedCells({ kysely }: Database, key: number, before: number): Promise<ParkIndicator[]> {
  const names = sql.raw(['indicator', ...dimensions].join(', '));
  const { rows } = await sql<ParkIndicator>`
    select distinct park, indicator
    from (select * from observation where release_key = ${key}) as new
    full join (select * from observation where release_key = ${before}) as old using (${names})
    where new.value is distinct from old.value or new.reason is distinct from old.reason
      or new.release_key is null or old.release_key is null`.execute(kysely);
  return rows;
}

function announcementTo(subscription: Subscription, { id, period, number }: Found): NewOutgoing {
  const { subscription_id, address, park, indicator, language } = subscription;
  return {
    key: ['report', id, park, indicator ?? 'report', language, address].join(' '),
    kind: number === 1 ? 'announcement' : 'correction',
    ...{ period, releaseId: id, subscriptionId: subscription_id, recipient: address, language },
  };
}

async function noteFirings({ kysely }: Database, alerts: readonly Alert[], now: Date): Promise<void> {
  for (const { rule, period, release, value, base } of alerts)
    await kysely
      .insertInto('alert_firing')
      .values({ rule_id: rule.rule_id, period, release_id: release, value, base, fired_at: now })
      .onConflict((on) => on.doNothing())
      .execute();
}

function alertTo(alert: Alert, names: ReadonlyMap<string, Message>): NewOutgoing {
  const { rule, period, release } = alert;
  const { address, language, cell, rule_id } = rule;
  return {
    key: ['alert', rule_id, period].join(' '),
    kind: 'alert',
    ...{ period, releaseId: release, ruleId: rule_id, recipient: address, language },
    letter: alertLetter(alert, names.get(cell.park) ?? { zh: cell.park, en: cell.park }),
  };
}

/** What an alert says, also where it is only tried out. */
export function alertLetter({ rule, period, release, value, base }: Alert, park: Message) {
  const { language, cell, condition } = rule;
  const sentence = firingInWords(cell, park, condition, { period, value, base });
  const subject = { zh: `【提醒】${sentence.zh}`, en: `Alert, ${sentence.en}` };
  const closing = {
    zh: `据发布版本${release}。${condition.holdOff ? `此后${condition.holdOff}个月内不再提醒。` : ''}`,
    en: `From release ${release}.${condition.holdOff ? ` Silent for the next ${condition.holdOff} months.` : ''}`,
  };
  return {
    subject: subject[language].replace(/[。.]$/, ''),
    paragraphs: [sentence[language], closing[language]],
  };
}
