import { grown, type Point, spanOf } from '../catalogue/comparison.ts';
import {
  type Comparable,
  currentScope,
  type Decomposition,
  decompose,
  type MonthPair,
  matched,
} from '../catalogue/decomposition.ts';
import type { IndicatorId, Transform } from '../catalogue/indicators.ts';
import { add, compare, type Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import { type CellTenants, inMonths, readCellTenants, type TenantCellCodes } from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import type { VintageRelease } from './series-points.ts';

export const comparedTransforms = ['yoy', 'mom', 'ytd_yoy'] as const satisfies readonly Transform[];
export type ComparedTransform = (typeof comparedTransforms)[number];

export interface ComparisonQuery extends TenantCellCodes {
  readonly indicator: IndicatorId;
  readonly period: Period;
  readonly transform: ComparedTransform;
  readonly asOf: Date | null;
}

/** Growth on one base. `scope`: all that was published, the tenants of both months, or those in scope now. */
export interface GrowthOnBase {
  readonly base: 'first_published' | 'revised' | 'like_for_like';
  readonly scope: 'nominal' | 'matched' | 'current_scope';
  readonly value: Decimal | null;
  readonly reason: Reason | null;
  readonly current: Decimal | null;
  readonly base_value: Decimal | null;
  /** The release that the base is from, of the base's last month. */
  readonly base_release: string | null;
  /** Tenants compared; null where all that was published is. */
  readonly tenants: number | null;
}

/** Indicators whose value is known by tenant. */
const currencies = { trade_value: 'cny', trade_value_usd: 'usd' } as const;

export function isFollowed(indicator: IndicatorId): indicator is keyof typeof currencies {
  return indicator in currencies;
}

export interface Followed {
  readonly growth: readonly GrowthOnBase[];
  readonly decomposition: Decomposition | null;
  readonly decomposition_reason: Reason | null;
  readonly isScopeChanged: boolean;
}

/** Like-for-like growth and the decomposition; neither where a release does not keep its tenants, or they do not add up. */
export async function followTenants(
  database: Database,
  query: ComparisonQuery,
  releases: readonly VintageRelease[],
  firstAt: Date | null,
  [now, revised, first]: readonly [Point, Point, Point | undefined],
): Promise<Followed> {
  const gone = [now, revised, first].find((point) => point?.value == null);
  const none = (reason: Reason): Followed => ({
    growth: [like('matched', now, { reason }), like('current_scope', now, { reason })],
    decomposition: null,
    decomposition_reason: reason,
    isScopeChanged: false,
  });
  if (!firstAt || first === undefined) return none('NO_BASE');
  if (gone) return none(gone.reason ?? 'MISSING');
  const pairs = await monthPairs(database, query, releases, await visibleReleases(database, firstAt));
  if (!pairs || !addsUp(pairs, [now, revised, first])) return none('INCOMPLETE');
  const found = decompose(pairs);
  return {
    growth: [
      like('matched', revised, { found: matched(pairs) }),
      like('current_scope', revised, { found: currentScope(pairs) }),
    ],
    decomposition: found,
    decomposition_reason: null,
    isScopeChanged: pairs.some(({ current, base }) => isOther(current.due, base.due)),
  };
}

function like(
  scope: 'matched' | 'current_scope',
  base: Point,
  of: { readonly found: Comparable } | { readonly reason: Reason },
): GrowthOnBase {
  const shape = { base: 'like_for_like', scope, base_release: base.release } as const;
  if ('reason' in of)
    return { ...shape, value: null, reason: of.reason, current: null, base_value: null, tenants: null };
  const { current, base: base_value, tenants } = of.found;
  const { value, reason } = grown({ ...base, value: current }, { ...base, value: base_value });
  return { ...shape, value, reason, current, base_value, tenants };
}

/** The tenants of every month compared, of its base, and of the base as first published; undefined where one is not kept. */
async function monthPairs(
  database: Database,
  query: ComparisonQuery,
  releases: readonly VintageRelease[],
  firstReleases: readonly VintageRelease[],
): Promise<MonthPair[] | undefined> {
  const { current, base } = spanOf(query.transform, query.period);
  const currency = currencies[query.indicator as keyof typeof currencies];
  const read = (months: readonly Period[], from: readonly VintageRelease[]): Promise<CellTenants> =>
    readCellTenants(database, query, currency, inMonths(from, months));
  const [now, before, first] = [
    await read(current, releases),
    await read(base, releases),
    await read(base, firstReleases),
  ];
  const pairs = current.flatMap((month, at) => {
    const baseMonth = base[at] as Period;
    const [a, b, c] = [now.get(month), before.get(baseMonth), first.get(baseMonth)];
    return a && b && c ? [{ current: a, base: b, first: c }] : [];
  });
  return pairs.length === current.length ? pairs : undefined;
}

function isOther(tenants: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return tenants.size !== others.size || [...tenants].some((uscc) => !others.has(uscc));
}

/** True where the values by tenant are those that were published. */
function addsUp(pairs: readonly MonthPair[], [now, revised, first]: readonly [Point, Point, Point]): boolean {
  const sides = { current: now, base: revised, first };
  return (['current', 'base', 'first'] as const).every((side) => {
    const values = pairs.flatMap((pair) => [...pair[side].inCell.values()]);
    return compare(values.reduce(add, '0.00'), sides[side].value ?? '0') === 0;
  });
}
