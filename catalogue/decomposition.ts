import { growthDecimals } from './comparison.ts';
import { add, compare, type Decimal, divide, subtract } from './number.ts';

/** The tenants of a cell in one month, as one vintage has them; tenants by USCC, values of the cell's mode and flow. */
export interface TenantMonth {
  /** In scope: due in the cell's park in the month. */
  readonly due: ReadonlySet<string>;
  readonly received: ReadonlySet<string>;
  readonly inCell: ReadonlyMap<string, Decimal>;
  /** The tenant's value in whatever park it then was. */
  readonly anywhere: ReadonlyMap<string, Decimal>;
}

/** A month and its base, which is told twice: as it is in the vintage, and as it was when first published. */
export interface MonthPair {
  readonly current: TenantMonth;
  readonly base: TenantMonth;
  readonly first: TenantMonth;
}

/** What a value is compared with when tenants come and go. */
export interface Comparable {
  readonly current: Decimal;
  readonly base: Decimal;
  readonly tenants: number;
}

const nothing = '0.00';
const sum = (values: readonly Decimal[]): Decimal => values.reduce(add, nothing);

/** Tenants in scope: those due, and whoever has a value in the cell. */
export function scopeOf({ due, inCell }: TenantMonth): Set<string> {
  return new Set([...due, ...inCell.keys()]);
}

function matchedOf({ current, base }: MonthPair): Set<string> {
  const before = scopeOf(base);
  return new Set([...scopeOf(current)].filter((uscc) => before.has(uscc)));
}

/** Both values of the tenants that are in scope in both months (METHODS: 同一企业口径; Eurostat: matched sample). */
export function matched(pairs: readonly MonthPair[]): Comparable {
  return comparable(pairs, matchedOf, ({ base }) => base.inCell);
}

/** Both values of the tenants in scope now, the base wherever each then was: 可比口径 as the NBS defines it. */
export function currentScope(pairs: readonly MonthPair[]): Comparable {
  return comparable(
    pairs,
    ({ current }) => scopeOf(current),
    ({ base }) => base.anywhere,
  );
}

function comparable(
  pairs: readonly MonthPair[],
  tenantsOf: (pair: MonthPair) => ReadonlySet<string>,
  baseOf: (pair: MonthPair) => ReadonlyMap<string, Decimal>,
): Comparable {
  const sides = pairs.map((pair) => {
    const tenants = [...tenantsOf(pair)];
    const valueIn = (values: ReadonlyMap<string, Decimal>) =>
      sum(tenants.map((uscc) => values.get(uscc) ?? nothing));
    return { tenants, current: valueIn(pair.current.inCell), base: valueIn(baseOf(pair)) };
  });
  return {
    current: sum(sides.map(({ current }) => current)),
    base: sum(sides.map(({ base }) => base)),
    tenants: new Set(sides.flatMap(({ tenants }) => tenants)).size,
  };
}

/** What moves a value away from its base as first published. */
export const changeParts = ['real', 'entry', 'exit', 'late_report', 'revision'] as const;
export type ChangePart = (typeof changeParts)[number];

/** One part of a change: in the value's own unit, and the tenants behind it. */
interface Moved {
  readonly part: ChangePart;
  readonly uscc: string;
  readonly amount: Decimal;
}

export interface Change {
  readonly part: ChangePart;
  readonly amount: Decimal;
  /** Amount over the base as first published, 0.05 = 5 percentage points; null where that is not above zero. */
  readonly points: Decimal | null;
  readonly tenants: number;
}

export interface Decomposition {
  readonly amount: Decimal;
  readonly points: Decimal | null;
  readonly parts: readonly Change[];
}

/**
 * The difference between a value and its base as first published. Between the month and its base as it now is: what entrants
 * brought, what leavers took, what changed at the matched. Between the two states of the base: what tenants reported that
 * had not when it was first published, and all else. The parts add up exactly, amounts and points.
 */
export function decompose(pairs: readonly MonthPair[]): Decomposition {
  const moves = pairs.flatMap((pair) => [...movesOfTenants(pair), ...movesOfBase(pair)]);
  const base = sum(pairs.flatMap(({ first }) => [...first.inCell.values()]));
  const amount = sum(moves.map((move) => move.amount));
  const parts = changeParts.map((part) => {
    const own = moves.filter((move) => move.part === part && compare(move.amount, '0') !== 0);
    return {
      part,
      amount: sum(own.map((move) => move.amount)),
      tenants: new Set(own.map(({ uscc }) => uscc)).size,
    };
  });
  if (compare(base, '0') <= 0)
    return { amount, points: null, parts: parts.map((part) => ({ ...part, points: null })) };
  const points = divide(amount, base, growthDecimals);
  const split = addingUp(
    parts.map((part) => divide(part.amount, base, growthDecimals)),
    points,
  );
  return { amount, points, parts: parts.map((part, at) => ({ ...part, points: split[at] as Decimal })) };
}

function movesOfTenants({ current, base }: MonthPair): Moved[] {
  const [now, before] = [scopeOf(current), scopeOf(base)];
  return [...new Set([...now, ...before])].map((uscc) => ({
    uscc,
    part: now.has(uscc) ? (before.has(uscc) ? 'real' : 'entry') : 'exit',
    amount: minus(current.inCell.get(uscc), base.inCell.get(uscc)),
  }));
}

function movesOfBase({ base, first }: MonthPair): Moved[] {
  return [...new Set([...base.inCell.keys(), ...first.inCell.keys()])].map((uscc) => ({
    uscc,
    part: base.received.has(uscc) && !first.received.has(uscc) ? 'late_report' : 'revision',
    amount: minus(base.inCell.get(uscc), first.inCell.get(uscc)),
  }));
}

function minus(a: Decimal = nothing, b: Decimal = nothing): Decimal {
  return add(a, subtract('0', b));
}

/** Each is rounded on its own; what is then lacking in the last digits goes to the largest, where it shows least. */
function addingUp(values: readonly Decimal[], total: Decimal): Decimal[] {
  const lacking = minus(total, values.reduce(add));
  const size = (value: Decimal) => value.replace('-', '');
  const largest = values.reduce(
    (best, value, at) => (compare(size(value), size(values[best] as Decimal)) > 0 ? at : best),
    0,
  );
  return values.map((value, at) => (at === largest ? add(value, lacking) : value));
}
