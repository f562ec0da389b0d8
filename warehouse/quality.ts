import { sql } from 'kysely';
import { add, compare, divide } from '../catalogue/number.ts';
import { addMonths, lastDay, type Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { type DeliveryState, dueInstant, judgedRows, reportingTenants } from './deliveries.ts';
import { countDeliveryStates } from './delivery-list.ts';
import { listParks, listSources } from './registry.ts';

/** Tenants due and what came of it; `late` and `nil` are among `received`. */
export interface Reporting {
  readonly expected: number;
  readonly received: number;
  readonly late: number;
  readonly nil: number;
}

export interface MissingTenant {
  readonly uscc: string;
  readonly name_zh: string;
  readonly park: string;
  readonly share_of_last_12_months: string | null;
}

export interface Quality extends Reporting {
  readonly period: string;
  readonly rows_read: number;
  readonly rejected_rows: number;
  readonly coverage: { readonly count: string | null; readonly value: string | null };
  readonly parks: readonly (Reporting & { readonly park: string })[];
  readonly missing: readonly MissingTenant[];
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
}

interface Due {
  readonly uscc: string;
  readonly park_id: string;
  readonly received: boolean;
  readonly late: boolean;
  readonly nil: boolean;
}

/** Of a tenant without a source: files handed in by hand. */
export const defaultDueDay = 10;

/** How the collection of a month stands. A tenant that moved is due in each of its parks and once for the city. */
export async function readQuality(database: Database, period: Period): Promise<Quality> {
  const due = await dueTenants(database, period);
  const city = tally([...new Map(due.map((tenant) => [tenant.uscc, tenant])).values()]);
  const judged = await judgedRows(database, period);
  const weights = await weightsOf(database, period, new Set(due.map(({ uscc }) => uscc)));
  const sum = (of: 'rows_read' | 'rejected') => judged.reduce((all, row) => all + row[of], 0);
  const parks = (await listParks(database))
    .map(({ park_id, opened_on }) => ({
      park: park_id,
      opened_on,
      ...tally(due.filter((tenant) => tenant.park_id === park_id)),
    }))
    .filter(({ opened_on, expected }) => expected > 0 || opened_on <= lastDay(period));
  return {
    period,
    ...city,
    rows_read: sum('rows_read'),
    rejected_rows: sum('rejected'),
    coverage: {
      count: city.expected === 0 ? null : divide(String(city.received), String(city.expected), 6),
      value: weights.share(due.filter(({ received }) => received).map(({ uscc }) => uscc)),
    },
    parks: parks.map(({ opened_on: _, ...park }) => park),
    missing: await named(
      database,
      due.filter(({ received }) => !received),
      weights,
    ),
    deliveries: await countDeliveryStates(database, period),
  };
}

async function dueTenants(database: Database, period: Period): Promise<Due[]> {
  const dueDays = new Map<string, number>();
  for (const { uscc, due_day } of await listSources(database))
    dueDays.set(uscc, Math.max(due_day, dueDays.get(uscc) ?? 0));
  const tenants = await reportingTenants(database, period);
  return tenants.map(({ uscc, park_id, received, nil, first_at }) => ({
    uscc,
    park_id,
    received,
    nil,
    late: first_at !== null && first_at > dueInstant(period, dueDays.get(uscc) ?? defaultDueDay),
  }));
}

function tally(tenants: readonly Due[]): Reporting {
  const count = (is: 'received' | 'late' | 'nil') => tenants.filter((tenant) => tenant[is]).length;
  return { expected: tenants.length, received: count('received'), late: count('late'), nil: count('nil') };
}

interface Weights {
  /** Their share of the value of all tenants due, in the twelve months before; null when nobody traded. */
  share(tenants: readonly string[]): string | null;
}

/** What each tenant due has weighed: its value in the twelve months before, as the newest releases have it. */
async function weightsOf({ kysely }: Database, period: Period, due: ReadonlySet<string>): Promise<Weights> {
  const { rows } = await sql<{ uscc: string; cny: string }>`
    select uscc, sum(cny)::text as cny
    from tenant_value
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

/** By weight, the heaviest first; then by park and tenant. */
async function named(
  { kysely }: Database,
  tenants: readonly Due[],
  weights: Weights,
): Promise<MissingTenant[]> {
  if (tenants.length === 0) return [];
  const rows = await kysely
    .selectFrom('tenant')
    .select(['uscc', 'name_zh'])
    .where(
      'uscc',
      'in',
      tenants.map(({ uscc }) => uscc),
    )
    .execute();
  const names = new Map(rows.map(({ uscc, name_zh }) => [uscc, name_zh]));
  return tenants
    .map(({ uscc, park_id }) => ({
      uscc,
      name_zh: names.get(uscc) ?? '',
      park: park_id,
      share_of_last_12_months: weights.share([uscc]),
    }))
    .sort(
      (a, b) =>
        compare(b.share_of_last_12_months ?? '0', a.share_of_last_12_months ?? '0') ||
        (a.park + a.uscc < b.park + b.uscc ? -1 : 1),
    );
}
