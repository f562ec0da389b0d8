import type { TenantMonth } from '../catalogue/decomposition.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal, divide } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import type { VintageRelease } from './series-points.ts';

export interface TenantCellCodes {
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

/** Tenants of a cell by month, with what of their value is estimated; a release that does not keep them has none. */
export type CellTenants = ReadonlyMap<Period, TenantMonth & { readonly estimated: Decimal }>;

/** The tenants of a cell in the months of some releases. */
export async function readCellTenants(
  database: Database,
  cell: TenantCellCodes,
  currency: 'cny' | 'usd',
  releases: readonly VintageRelease[],
): Promise<CellTenants> {
  if (releases.length === 0) return new Map();
  const keys = releases.map(({ release_key }) => release_key);
  const rows = await valuesOf(database, cell, keys);
  const valued = rows.map(({ cny, usd, ...row }) => ({
    ...row,
    value: (currency === 'cny' ? cny : usd) ?? '0.00',
  }));
  const values = Map.groupBy(valued, ({ release_key }) => release_key);
  const due = Map.groupBy(await dueIn(database, keys), ({ release_key }) => release_key);
  return new Map(
    releases.flatMap(({ period, release_key }) => {
      const tenants = due.get(release_key);
      const cells = values.get(release_key) ?? [];
      return tenants ? [[period as Period, monthOf(cell.park, tenants, cells)]] : [];
    }),
  );
}

async function valuesOf({ kysely }: Database, { mode, flow }: TenantCellCodes, keys: readonly number[]) {
  let query = kysely
    .selectFrom('tenant_cell')
    .select(['release_key', 'uscc', 'park', 'cny', 'usd', 'estimated'])
    .where('release_key', 'in', [...keys])
    .where('park', '<>', total);
  if (mode !== total) query = query.where('mode', '=', mode);
  if (flow !== total) query = query.where('flow', '=', flow);
  return query.orderBy('uscc').execute();
}

async function dueIn({ kysely }: Database, keys: readonly number[]) {
  return kysely
    .selectFrom('release_tenant')
    .select(['release_key', 'uscc', 'park', 'received'])
    .where('release_key', 'in', [...keys])
    .orderBy('uscc')
    .execute();
}

interface InPark {
  readonly park: string;
  readonly uscc: string;
}

function monthOf(
  park: string,
  expected: readonly (InPark & { readonly received: boolean })[],
  cells: readonly (InPark & { readonly value: Decimal; readonly estimated: boolean })[],
): TenantMonth & { readonly estimated: Decimal } {
  const isHere = (row: InPark) => park === total || row.park === park;
  const here = cells.filter(isHere);
  const estimates = here.filter(({ estimated }) => estimated).map(({ value }) => value);
  return {
    due: new Set(expected.filter(isHere).map(({ uscc }) => uscc)),
    received: new Set(expected.filter(({ received }) => received).map(({ uscc }) => uscc)),
    inCell: byTenant(here),
    anywhere: byTenant(cells),
    estimated: estimates.reduce(add, '0.00'),
  };
}

/** The releases of some months. */
export function inMonths(releases: readonly VintageRelease[], months: readonly Period[]): VintageRelease[] {
  return releases.filter(({ period }) => (months as readonly string[]).includes(period));
}

function byTenant(rows: readonly { readonly uscc: string; readonly value: Decimal }[]): Map<string, Decimal> {
  const values = new Map<string, Decimal>();
  for (const { uscc, value } of rows) values.set(uscc, add(values.get(uscc) ?? '0.00', value));
  return values;
}

const shareDecimals = 6;

/** A share, or why there is none. */
export interface Share {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
}

/**
 * The share of those who have reported in the value that all tenants due had in the months before. A tenant counts with what
 * it had in the cell's mode and flow, in whatever park.
 */
export function coverageByValue(tenants: CellTenants, period: Period, before: readonly Period[]): Share {
  const now = tenants.get(period);
  const known = before.flatMap((month) => tenants.get(month) ?? []);
  if (!now || known.length === 0) return { value: null, reason: now ? 'NO_BASE' : 'INCOMPLETE' };
  const weight = (uscc: string) => known.map(({ anywhere }) => anywhere.get(uscc) ?? '0.00').reduce(add);
  const due = [...now.due].map((uscc) => ({ received: now.received.has(uscc), weight: weight(uscc) }));
  return shareOf(
    due.filter(({ received }) => received).map((one) => one.weight),
    due.map((one) => one.weight),
  );
}

/** The share of the months' value that is estimated. */
export function estimatedShare(tenants: CellTenants, months: readonly Period[]): Share {
  const known = months.flatMap((month) => tenants.get(month) ?? []);
  if (known.length < months.length) return { value: null, reason: 'INCOMPLETE' };
  return shareOf(
    known.map(({ estimated }) => estimated),
    known.flatMap(({ inCell }) => [...inCell.values()]),
  );
}

function shareOf(part: readonly Decimal[], whole: readonly Decimal[]): Share {
  const of = whole.reduce(add, '0.00');
  if (compare(of, '0') <= 0) return { value: null, reason: 'NOT_APPLICABLE' };
  return { value: divide(part.reduce(add, '0.00'), of, shareDecimals), reason: null };
}
