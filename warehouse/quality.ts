import { sql } from 'kysely';
import { add, compare, divide, formatPercent } from '../catalogue/number.ts';
import { addMonths, lastDay, type Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Database } from './database.ts';
import type { DeliveryState } from './delivery-description.ts';
import { countDeliveryStates } from './delivery-list.ts';
import { judgedRows } from './in-force.ts';
import { listParks, listSources } from './registry.ts';
import { reportingTenants, waitingTenants } from './reporting.ts';
import { tenantsTold } from './scope.ts';

/** Tenants due and what came of it; `late` and `nil` are among `received`, `held` is not: it waits for confirmations. */
export interface Reporting {
  readonly expected: number;
  readonly received: number;
  readonly late: number;
  readonly nil: number;
  readonly held: number;
}

export interface MissingTenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly park: string;
  readonly share_of_last_12_months: string | null;
}

/** What came of a tenant's report for a month. */
export const reportStates = [
  'received',
  'held',
  'needs_fixing',
  'refused',
  'withdrawn',
  'not_received',
] as const;
export type ReportState = (typeof reportStates)[number];

export interface TenantReport extends MissingTenant {
  readonly expected: boolean;
  readonly sources: readonly string[];
  readonly state: ReportState;
  readonly received_at: string | null;
  readonly late: boolean;
  readonly nil: boolean;
}

/** A tenant to be reminded, the heaviest first, with the coverage by value once it and all before it have reported. */
export interface Reminder {
  readonly uscc: string;
  readonly name_zh: string;
  readonly state: ReportState;
  readonly share: string | null;
  readonly coverage_after: string | null;
}

export interface Quality extends Reporting {
  readonly period: string;
  readonly rows_read: number;
  readonly rejected_rows: number;
  readonly coverage: { readonly count: string | null; readonly value: string | null };
  readonly parks: readonly (Reporting & { readonly park: string })[];
  readonly missing: readonly MissingTenant[];
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  /** Every tenant due that is told of, once for each of its parks. */
  readonly tenants: readonly TenantReport[];
  /** Of those told of, as if the others stayed away. */
  readonly reminders: readonly Reminder[];
  /** What the first reminders would bring, in a sentence; null when nobody is missing or nothing weighs. */
  readonly reminder: Message | null;
}

interface Due {
  readonly uscc: string;
  readonly park_id: string;
  readonly sources: readonly string[];
  readonly received: boolean;
  readonly state: ReportState;
  readonly first_at: Date | null;
  readonly late: boolean;
  readonly nil: boolean;
}

/** How the collection of a month stands. A tenant that moved is due in each of its parks and once for the city. */
export async function readQuality(
  database: Database,
  period: Period,
  scope: Scope = 'all',
): Promise<Quality> {
  const due = await dueTenants(database, period);
  const once = [...new Map(due.map((tenant) => [tenant.uscc, tenant])).values()];
  const city = tally(once);
  const judged = await judgedRows(database, period);
  const weights = await weightsOf(database, period, new Set(due.map(({ uscc }) => uscc)));
  const names = await namesOf(database, due);
  const sum = (of: 'rows_read' | 'rejected') => judged.reduce((all, row) => all + row[of], 0);
  const missing = ({ state }: Due) => state !== 'received' && state !== 'held';
  const isTold = await toldBy(database, scope, period);
  const waited = new Map(
    due
      .filter(missing)
      .filter(isTold)
      .map((tenant) => [tenant.uscc, tenant]),
  );
  const reminders = remind(once, [...waited.values()], weights, names);
  return {
    period,
    ...city,
    rows_read: sum('rows_read'),
    rejected_rows: sum('rejected'),
    coverage: {
      count: city.expected === 0 ? null : divide(String(city.received), String(city.expected), 6),
      value: weights.share(once.filter(({ received }) => received).map(({ uscc }) => uscc)),
    },
    parks: await byPark(database, period, due),
    missing: byWeight(due.filter(missing).filter(isTold), weights, names).map((tenant) =>
      identity(tenant, weights, names),
    ),
    deliveries: await countDeliveryStates(database, period),
    tenants: byWeight(due.filter(isTold), weights, names).map((tenant) => reportOf(tenant, weights, names)),
    reminders,
    reminder: reminderSentence(weights.share(receivedOf(once)), reminders),
  };
}

/** Of a tenant in two parks each of them sees its own row. */
async function toldBy(database: Database, scope: Scope, period: Period): Promise<(tenant: Due) => boolean> {
  const told = await tenantsTold(database, scope, period);
  return ({ uscc, park_id }) =>
    scope === 'all' ||
    scope.tenants.includes(uscc) ||
    (told?.has(uscc) === true && scope.parks.includes(park_id));
}

async function byPark(database: Database, period: Period, due: readonly Due[]) {
  return (await listParks(database))
    .map(({ park_id, opened_on }) => ({
      park: park_id,
      opened_on,
      ...tally(due.filter((tenant) => tenant.park_id === park_id)),
    }))
    .filter(({ opened_on, expected }) => expected > 0 || opened_on <= lastDay(period))
    .map(({ opened_on: _, ...park }) => park);
}

async function dueTenants(database: Database, period: Period): Promise<Due[]> {
  const sources = Map.groupBy(await listSources(database), ({ uscc }) => uscc);
  const waiting = await waitingTenants(database, period);
  const tenants = await reportingTenants(database, period);
  return tenants.map(({ uscc, park_id, received, on_time, nil, first_at }) => {
    const own = sources.get(uscc) ?? [];
    const other = waiting.get(uscc);
    return {
      uscc,
      park_id,
      sources: own.map(({ source_id }) => source_id),
      received,
      nil,
      state: received ? 'received' : (other?.state ?? 'not_received'),
      first_at: first_at ?? other?.first_at ?? null,
      late: received && !on_time,
    };
  });
}

function tally(tenants: readonly Due[]): Reporting {
  const count = (is: (tenant: Due) => boolean) => tenants.filter(is).length;
  return {
    expected: tenants.length,
    received: count(({ received }) => received),
    late: count(({ late }) => late),
    nil: count(({ nil }) => nil),
    held: count(({ state }) => state === 'held'),
  };
}

interface Weights {
  /** Their share of the value of all tenants due, in the twelve months before; null when nobody traded. */
  share(tenants: readonly string[]): string | null;
}

/** What each tenant due has weighed: its value in the twelve months before, as the newest releases have it. */
async function weightsOf({ kysely }: Database, period: Period, due: ReadonlySet<string>): Promise<Weights> {
  const { rows } = await sql<{ uscc: string; cny: string }>`
    select uscc, sum(cny)::text as cny
    from tenant_cell
    join (
      select distinct on (period) release_key from release
      where period between ${addMonths(period, -12)} and ${addMonths(period, -1)}
      order by period, number desc
    ) as newest using (release_key)
    group by uscc`.execute(kysely);
  const values = new Map(rows.filter(({ uscc }) => due.has(uscc)).map(({ uscc, cny }) => [uscc, cny]));
  const sum = (tenants: Iterable<string>) =>
    [...new Set(tenants)].map((uscc) => values.get(uscc) ?? '0').reduce(add, '0');
  const total = sum(values.keys());
  return { share: (tenants) => (compare(total, '0') > 0 ? divide(sum(tenants), total, 6) : null) };
}

type Names = ReadonlyMap<string, string>;

async function namesOf({ kysely }: Database, tenants: readonly Due[]): Promise<Names> {
  if (tenants.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('tenant')
    .select(['uscc', 'name_zh'])
    .where(sql<boolean>`uscc = any(${[...new Set(tenants.map(({ uscc }) => uscc))]})`)
    .execute();
  return new Map(rows.map(({ uscc, name_zh }) => [uscc, name_zh]));
}

function identity({ uscc, park_id }: Due, weights: Weights, names: Names): MissingTenant {
  return {
    uscc,
    name_zh: names.get(uscc) ?? '',
    park: park_id,
    share_of_last_12_months: weights.share([uscc]),
  };
}

function reportOf(tenant: Due, weights: Weights, names: Names): TenantReport {
  const { sources, state, first_at, late, nil } = tenant;
  const received_at = first_at?.toISOString() ?? null;
  return { ...identity(tenant, weights, names), expected: true, sources, state, received_at, late, nil };
}

/** By weight, the heaviest first; then by park and tenant. */
function byWeight(tenants: readonly Due[], weights: Weights, names: Names): Due[] {
  const shares = new Map(tenants.map(({ uscc }) => [uscc, weights.share([uscc]) ?? '0']));
  const place = (tenant: Due) => `${tenant.park_id} ${tenant.uscc} ${names.get(tenant.uscc) ?? ''}`;
  return tenants.toSorted(
    (a, b) => compare(shares.get(b.uscc) ?? '0', shares.get(a.uscc) ?? '0') || (place(a) < place(b) ? -1 : 1),
  );
}

function receivedOf(tenants: readonly Due[]): string[] {
  return tenants.filter(({ received }) => received).map(({ uscc }) => uscc);
}

function remind(all: readonly Due[], missing: readonly Due[], weights: Weights, names: Names): Reminder[] {
  const received = receivedOf(all);
  return byWeight(missing, weights, names).map(({ uscc, state }) => {
    received.push(uscc);
    return {
      uscc,
      name_zh: names.get(uscc) ?? '',
      state,
      share: weights.share([uscc]),
      coverage_after: weights.share(received),
    };
  });
}

/** So many first reminders are put into the sentence: as many as a person calls in an hour. */
const remindersNamed = 4;

function reminderSentence(coverage: string | null, reminders: readonly Reminder[]): Message | null {
  const first = reminders.slice(0, remindersNamed).filter(({ share }) => compare(share ?? '0', '0') > 0);
  const after = first.at(-1)?.coverage_after;
  if (coverage === null || !after) return null;
  const [from, to] = [formatPercent(coverage), formatPercent(after)];
  const count = first.length;
  return {
    zh: `再收到这${count}户，覆盖率由${from} %升至${to} %`,
    en: `With ${count === 1 ? 'this one' : `these ${count}`}, coverage goes from ${from} % to ${to} %`,
  };
}
