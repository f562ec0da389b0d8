import { growthDecimals, type Lookup, transformPoint } from './comparison.ts';
import { scopeOf, type TenantMonth } from './decomposition.ts';
import { marksOf } from './marks.ts';
import { add, compare, type Decimal, divide, round, subtract } from './number.ts';
import { addMonths, type Period, periodsBetween } from './period.ts';
import type { Reason } from './status.ts';

/** What changes are told against: the same month of the year before, and the month before. */
export const toldTransforms = ['yoy', 'mom'] as const;
export type ToldTransform = (typeof toldTransforms)[number];

/** So many lines are told; the others are one. */
export const linesTold = 5;

/** A cell in two months, in CNY; null where it had no value. */
export interface CellPair {
  readonly park: string;
  readonly mode: string;
  readonly current: Decimal | null;
  readonly base: Decimal | null;
}

export interface Contribution extends CellPair {
  /** What the cell adds to the change of the whole. */
  readonly amount: Decimal;
  /** Amount over the base of the whole, 0.01 = a percentage point; null where that is not above zero. */
  readonly points: Decimal | null;
}

/** All cells that have no line of their own, and what belongs to no cell. */
export interface Rest {
  readonly cells: number;
  readonly amount: Decimal;
  readonly points: Decimal | null;
  /** The part of the amount that is the change of no cell: the whole does not equal its parts. Zero in a sound release. */
  readonly unallocated: Decimal;
}

export interface RankedChange {
  readonly amount: Decimal;
  readonly points: Decimal | null;
  readonly lines: readonly Contribution[];
  readonly rest: Rest;
}

const fen = (value: Decimal): Decimal => round(value, 2);
const minus = (a: Decimal, b: Decimal): Decimal => fen(subtract(a, b));
const size = (value: Decimal): Decimal => value.replace(/^-/, '');

/**
 * The change of a whole as contributions of its cells, the largest first, either way. The lines and the rest add up to it
 * exactly, amounts and points. A cell without a value adds nothing on that side.
 */
export function rankContributions(
  whole: { readonly current: Decimal; readonly base: Decimal },
  cells: readonly CellPair[],
): RankedChange {
  const pointsOf = (amount: Decimal) =>
    compare(whole.base, '0') > 0 ? divide(amount, whole.base, growthDecimals) : null;
  const all = cells
    .map((cell) => ({ ...cell, amount: minus(cell.current ?? '0', cell.base ?? '0') }))
    .filter(({ amount }) => compare(amount, '0') !== 0)
    .map((cell) => ({ ...cell, points: pointsOf(cell.amount) }))
    .sort(byAmount);
  const lines = all.slice(0, linesTold);
  const amount = minus(whole.current, whole.base);
  const points = pointsOf(amount);
  const sum = (amounts: readonly { readonly amount: Decimal }[]) =>
    amounts.map((one) => one.amount).reduce(add, '0.00');
  const told = lines.map((line) => line.points ?? '0').reduce(add, '0');
  return {
    amount,
    points,
    lines,
    rest: {
      cells: all.length - lines.length,
      amount: minus(amount, sum(lines)),
      points: points === null ? null : round(subtract(points, told), growthDecimals),
      unallocated: minus(amount, sum(all)),
    },
  };
}

function byAmount(a: Contribution, b: Contribution): number {
  const place = ({ park, mode }: CellPair) => `${park} ${mode}`;
  return compare(size(b.amount), size(a.amount)) || (place(a) < place(b) ? -1 : 1);
}

/** What tenants do to a cell between two months: they come, they go, they are there but did not report, they go on. */
export const tenantParts = ['entry', 'exit', 'unreported', 'continuing'] as const;
export type TenantPart = (typeof tenantParts)[number];

export interface PartOfTenants {
  readonly part: TenantPart;
  readonly amount: Decimal;
  readonly tenants: number;
}

/** A cell's change by what its tenants did; the parts add up to it. Who is in scope in neither month has no part. */
export function partsOfTenants(current: TenantMonth, base: TenantMonth): PartOfTenants[] {
  const [now, before] = [scopeOf(current), scopeOf(base)];
  const partOf = (uscc: string): TenantPart => {
    if (!before.has(uscc)) return 'entry';
    if (!now.has(uscc)) return 'exit';
    return current.received.has(uscc) || current.inCell.has(uscc) ? 'continuing' : 'unreported';
  };
  const moves = [...new Set([...now, ...before])].map((uscc) => ({
    part: partOf(uscc),
    amount: minus(current.inCell.get(uscc) ?? '0', base.inCell.get(uscc) ?? '0'),
  }));
  return tenantParts.map((part) => {
    const own = moves.filter((move) => move.part === part && compare(move.amount, '0') !== 0);
    return { part, amount: own.map(({ amount }) => amount).reduce(add, '0.00'), tenants: own.length };
  });
}

/** What a vintage lets one say about a cell's month beside its change. */
export interface Facts {
  readonly growth: Decimal | null;
  readonly growth_reason: Reason | null;
  /** The first month of the vintage, when the month is higher than every one since. */
  readonly highest_since: Period | null;
  /** Months of growth on end before this first fall, and whether the vintage has no earlier fall at all. */
  readonly first_fall: { readonly months: number; readonly ever: boolean } | null;
  readonly base: 'low' | 'high' | null;
  /** The change of this month alone is distorted: 春节错月. */
  readonly festival: boolean;
  /** In February, the growth of January and February together. */
  readonly january_february: Decimal | null;
  readonly low_coverage: boolean;
}

/** Fewer months before tell nothing of what is usual. */
const historyNeeded = 12;
/** So many months of growth make a fall worth a word. */
const growthMonthsNeeded = 6;
/** |growth| from which an unusual base is told: 30 %. */
const largeGrowth = '0.3';

/**
 * `first` is the first month of the vintage. Of a figure with low coverage nothing is claimed; of January and February alone
 * neither a first fall nor an unusual base.
 */
export function factsOf(transform: ToldTransform, period: Period, at: Lookup, first: Period): Facts {
  const { value: growth, reason } = transformPoint(transform, period, at);
  const marks = marksOf(transform, period, [at]);
  const low_coverage = marks.includes('LOW_COVERAGE');
  const festival = marks.includes('SPRING_FESTIVAL');
  const sound = !low_coverage && transform === 'yoy' && !festival;
  const combined = transform === 'yoy' && period.endsWith('-02') && !low_coverage;
  return {
    growth,
    growth_reason: reason,
    highest_since: !low_coverage && isHighest(period, at, first) ? first : null,
    first_fall: sound ? firstFall(period, at, first) : null,
    base: sound && growth !== null ? unusualBase(growth, period, at, first) : null,
    festival,
    january_february: combined ? transformPoint('ytd_yoy', period, at).value : null,
    low_coverage,
  };
}

function valuesBefore(period: Period, at: Lookup, first: Period): Decimal[] {
  return periodsBetween(first, addMonths(period, -1)).flatMap((month) => at(month)?.value ?? []);
}

function isHighest(period: Period, at: Lookup, first: Period): boolean {
  const value = at(period)?.value;
  const before = valuesBefore(period, at, first);
  return (
    value != null && before.length >= historyNeeded && before.every((other) => compare(value, other) > 0)
  );
}

function firstFall(period: Period, at: Lookup, first: Period): Facts['first_fall'] {
  const growthIn = (month: Period) => transformPoint('yoy', month, at).value;
  const now = growthIn(period);
  if (now === null || compare(now, '0') >= 0) return null;
  const before = periodsBetween(addMonths(first, 12), addMonths(period, -1)).toReversed();
  const fall = before.findIndex((month) => {
    const growth = growthIn(month);
    return growth === null || compare(growth, '0') < 0;
  });
  const months = fall < 0 ? before.length : fall;
  return months >= growthMonthsNeeded ? { months, ever: fall < 0 } : null;
}

/** Among the tenth of months before that were lowest when there is much growth, or highest when there is a deep fall. */
function unusualBase(growth: Decimal, period: Period, at: Lookup, first: Period): Facts['base'] {
  const base = at(addMonths(period, -12))?.value;
  const before = valuesBefore(period, at, first);
  if (base == null || before.length < historyNeeded || compare(size(growth), largeGrowth) <= 0) return null;
  const side = compare(growth, '0');
  // Months like it count as beyond it: where all are alike none is unusual. The base itself is one of them.
  const beyond = before.filter((other) => compare(base, other) !== -side).length - 1;
  if (beyond > Math.floor((before.length - 1) / 10)) return null;
  return side > 0 ? 'low' : 'high';
}
