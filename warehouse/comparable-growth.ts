import { grown, type Point, spanOf } from '../catalogue/comparison.ts';
import {
  type Comparable,
  currentScope,
  type Decomposition,
  decompose,
  type MonthPair,
  matched,
  type TenantMonth,
} from '../catalogue/decomposition.ts';
import type { IndicatorId, Transform } from '../catalogue/indicators.ts';
import { add, compare, type Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason } from '../catalogue/status.ts';
import { inMonths, readCellTenants, type TenantCellCodes } from './comparable-tenants.ts';
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

/** Of what is not known by tenant. */
export const notFollowed: Followed = {
  growth: [],
  decomposition: null,
  decomposition_reason: 'NOT_APPLICABLE',
  isScopeChanged: false,
};

/** A value as published, and the tenants of its months; undefined where there is none, or a release does not keep them. */
interface Side {
  readonly point: Point | undefined;
  readonly months: readonly TenantMonth[] | undefined;
}

/** Like-for-like growth and the decomposition; neither where a release does not keep its tenants, or they do not add up. */
export async function followTenants(
  database: Database,
  query: ComparisonQuery,
  releases: readonly VintageRelease[],
  firstAt: Date | null,
  points: { readonly now: Point; readonly revised: Point; readonly first: Point | undefined },
): Promise<Followed> {
  const span = spanOf(query.transform, query.period);
  const firstReleases = firstAt ? await visibleReleases(database, firstAt) : [];
  const now = await sideOf(database, query, points.now, span.current, releases);
  const revised = await sideOf(database, query, points.revised, span.base, releases);
  const first = await sideOf(database, query, points.first, span.base, firstReleases);
  const pairs = pairsOf(now, revised, first);
  const [unlike, undivided] = [whyNot([now, revised]), whyNot([now, revised, first])];
  const like = (scope: 'matched' | 'current_scope', of: (pairs: readonly MonthPair[]) => Comparable) =>
    likeForLike(scope, points.revised, unlike ?? of(pairs));
  return {
    growth: [like('matched', matched), like('current_scope', currentScope)],
    decomposition: undivided ? null : decompose(pairs),
    decomposition_reason: undivided,
    isScopeChanged: !unlike && pairs.some(({ current, base }) => isOther(current.due, base.due)),
  };
}

async function sideOf(
  database: Database,
  query: ComparisonQuery,
  point: Point | undefined,
  months: readonly Period[],
  releases: readonly VintageRelease[],
): Promise<Side> {
  const currency = currencies[query.indicator as keyof typeof currencies];
  const found = await readCellTenants(database, query, currency, inMonths(releases, months));
  const kept = months.flatMap((month) => found.get(month) ?? []);
  return { point, months: kept.length === months.length ? kept : undefined };
}

/** Why tenants cannot be followed through some sides: one has no value, or its tenants do not make what was published. */
function whyNot(sides: readonly Side[]): Reason | null {
  const missing = sides.find(({ point }) => point?.value == null);
  if (missing) return (missing.point?.release && missing.point.reason) || 'NO_BASE';
  return sides.every(addsUp) ? null : 'INCOMPLETE';
}

function addsUp({ point, months }: Side): boolean {
  const values = months?.flatMap(({ inCell }) => [...inCell.values()]);
  return values !== undefined && compare(values.reduce(add, '0.00'), point?.value ?? '0') === 0;
}

const nobody: TenantMonth = { due: new Set(), received: new Set(), inCell: new Map(), anywhere: new Map() };

function pairsOf(now: Side, revised: Side, first: Side): MonthPair[] {
  return (now.months ?? []).map((current, at) => ({
    current,
    base: revised.months?.[at] ?? nobody,
    first: first.months?.[at] ?? nobody,
  }));
}

function likeForLike(scope: 'matched' | 'current_scope', base: Point, of: Comparable | Reason): GrowthOnBase {
  const shape = { base: 'like_for_like', scope, base_release: base.release } as const;
  if (typeof of === 'string')
    return { ...shape, value: null, reason: of, current: null, base_value: null, tenants: null };
  const { current, base: base_value, tenants } = of;
  const { value, reason } = grown({ ...base, value: current }, { ...base, value: base_value });
  return { ...shape, value, reason, current, base_value, tenants };
}

function isOther(tenants: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return tenants.size !== others.size || [...tenants].some((uscc) => !others.has(uscc));
}
