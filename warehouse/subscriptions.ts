import { sql } from 'kysely';
import { Refusal } from '../catalogue/refusal.ts';
import type { Database } from './database.ts';

/** Somebody who is written to when a month is published or corrected. */
export interface Subscription {
  readonly subscription_id: string;
  readonly owner: string;
  readonly address: string;
  /** `_T`: the city. */
  readonly park: string;
  /** Null: the whole report. */
  readonly indicator: string | null;
  readonly language: 'zh' | 'en';
  readonly created_at: Date;
}
export type NewSubscription = Omit<Subscription, 'subscription_id'>;

/** More than a person reads. */
export const mostSubscriptions = 50;

const columns = [
  'subscription_id',
  'owner',
  'address',
  'park',
  'indicator',
  'language',
  'created_at',
] as const;

/** One's own that are in use, the newest last. */
export async function listSubscriptions(
  { kysely }: Pick<Database, 'kysely'>,
  owner: string,
): Promise<Subscription[]> {
  return kysely
    .selectFrom('subscription')
    .select(columns)
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .orderBy('subscription_id')
    .execute();
}

/** One of anybody's, ended ones too: a mail that waits is still about it. */
export async function findSubscription({ kysely }: Database, id: string): Promise<Subscription | undefined> {
  return kysely
    .selectFrom('subscription')
    .select(columns)
    .where('subscription_id', '=', id)
    .executeTakeFirst();
}

/** Subscribes an address; the same once more is the one that there is. */
export async function addSubscription(
  { kysely }: Database,
  subscription: NewSubscription,
): Promise<Subscription> {
  const { owner, address, park, indicator } = subscription;
  return kysely.transaction().execute(async (writing) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`subscription ${owner}`}))`.execute(writing);
    const own = await listSubscriptions({ kysely: writing }, owner);
    const known = own.find(
      (one) => one.address === address && one.park === park && one.indicator === indicator,
    );
    if (known) return known;
    if (own.length >= mostSubscriptions) throw tooMany(mostSubscriptions);
    return writing
      .insertInto('subscription')
      .values({ ...subscription, ended_at: null })
      .returning(columns)
      .executeTakeFirstOrThrow();
  });
}

/** Ends one's own; another's does not exist. */
export async function endSubscription(
  { kysely }: Database,
  owner: string,
  id: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await kysely
    .updateTable('subscription')
    .set({ ended_at: now })
    .where('subscription_id', '=', id)
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw noSuch(id);
}

/** Whoever is written to: subscriptions in use whose owner may still sign in. */
export async function subscribers({ kysely }: Database): Promise<Subscription[]> {
  const { rows } = await sql<Subscription>`
    select subscription_id::text, owner, address, park, indicator, language, created_at from subscription
    where ended_at is null and ${ownerIsActive} order by subscription_id`.execute(kysely);
  return rows;
}

/** Of a subscription or a rule: its owner's account is not disabled. */
export const ownerIsActive = sql<boolean>`(owner = 'local' or exists (
  select from account where account.name = owner and not account.disabled))`;

export interface UnsubscribeTarget {
  readonly address: string;
  readonly park: string;
  readonly indicator: string | null;
  readonly what: 'subscription' | 'rule';
}

/** What a link ends; a link may be written down again. */
export async function keepUnsubscribeLink(
  { kysely }: Database,
  tokenHash: Buffer,
  of: { readonly subscription_id: string | null; readonly rule_id: string | null },
): Promise<void> {
  await kysely
    .insertInto('unsubscribe_link')
    .values({ token_hash: tokenHash, subscription_id: of.subscription_id, rule_id: of.rule_id })
    .onConflict((on) => on.doNothing())
    .execute();
}

export async function findUnsubscribeLink(
  { kysely }: Database,
  tokenHash: Buffer,
): Promise<UnsubscribeTarget | undefined> {
  const { rows } = await sql<UnsubscribeTarget>`
    select coalesce(subscription.address, alert_rule.address) as address,
      coalesce(subscription.park, alert_rule.park) as park,
      coalesce(subscription.indicator, alert_rule.indicator) as indicator,
      case when rule_id is null then 'subscription' else 'rule' end as what
    from unsubscribe_link left join subscription using (subscription_id) left join alert_rule using (rule_id)
    where token_hash = ${tokenHash}`.execute(kysely);
  return rows[0];
}

/** Ends what a link stands for, for its address whoever subscribed it. Twice is as good as once; false: no such link. */
export async function useUnsubscribeLink(
  { kysely }: Database,
  tokenHash: Buffer,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with link as (select * from unsubscribe_link where token_hash = ${tokenHash}),
    ended as (
      update subscription set ended_at = ${now} from link, subscription as named
      where named.subscription_id = link.subscription_id and subscription.ended_at is null
        and subscription.address = named.address and subscription.park = named.park
        and subscription.indicator is not distinct from named.indicator),
    silenced as (
      update alert_rule set ended_at = ${now} from link
      where alert_rule.rule_id = link.rule_id and alert_rule.ended_at is null)
    select exists (select from link) as found`.execute(kysely);
  return rows[0]?.found ?? false;
}

export function tooMany(most: number): Refusal {
  return new Refusal(
    'too_large',
    {
      zh: `每人至多${most}项，请先删除不用的`,
      en: `A person has at most ${most}: remove some first`,
    },
    { limit: most },
  );
}

export function noSuch(id: string): Refusal {
  return new Refusal(
    'not_found',
    { zh: `没有本人的第${id}项，可能已删除`, en: `You have no such entry ${id}: it may have been removed` },
    { value: id },
  );
}
