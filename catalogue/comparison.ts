import type { Transform } from './indicators.ts';
import { add, compare, type Decimal, divide, growth, subtract } from './number.ts';
import { addMonths, type Period, periodsBetween } from './period.ts';
import type { Reason, Status } from './status.ts';

/** One cell of one month as a release holds it. */
export interface Point {
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly coverage: Decimal | null;
  readonly release: string | null;
}

/** The cell in a month; undefined where the vintage has no release of that month. */
export type Lookup = (period: Period) => Point | undefined;

/** What some transforms need beside the cell itself. */
export interface Beside {
  /** The whole that the cell is a part of: for share and contribution. */
  readonly whole?: Lookup;
  /** Whether a part of that whole is below zero; shares then mean nothing. */
  readonly hasNegativePart?: (period: Period) => boolean;
  /** The year to date of what is counted anew over months, such as tenants, instead of the sum. */
  readonly yearToDate?: Lookup;
}

const unreleased: Point = { value: null, status: 'x', reason: 'MISSING', coverage: null, release: null };

/** Decimals of a growth ratio: so many that rounding it once more, to 0.1 %, is right but for ties that never occur. */
export const growthDecimals = 12;

/**
 * The one comparison operator: API, pages and report all ask it. Growth, shares and contributions are ratios: 0.05 = 5 %,
 * or 5 percentage points.
 */
export function transformPoint(
  transform: Transform,
  period: Period,
  at: Lookup,
  { whole, hasNegativePart, yearToDate = (month) => summed(spanOf('ytd', month).current, at) }: Beside = {},
): Point {
  const current = at(period) ?? unreleased;
  // First of all: of the largest answers nothing else is asked.
  if (transform === 'level') return current;
  const yearAgo = addMonths(period, -12);
  switch (transform) {
    case 'mom':
      return grown(current, at(addMonths(period, -1)));
    case 'yoy':
      return grown(current, at(yearAgo));
    case 'ytd':
      return yearToDate(period) ?? unreleased;
    case 'ytd_yoy':
      return grown(yearToDate(period) ?? unreleased, yearToDate(yearAgo));
    case 'r12':
      return summed(spanOf('r12', period).current, at);
    case 'share':
      return shared(current, whole?.(period), hasNegativePart?.(period) ?? false);
    case 'contribution':
      return contributed(current, at(yearAgo), whole?.(period), whole?.(yearAgo));
  }
}

/** The months that a value is made of, and those of its base in the same order; no base where nothing is compared. */
export interface Span {
  readonly current: readonly Period[];
  readonly base: readonly Period[];
}

const spans = new Map<string, Span>();

/** Reckoned once for a transform and month: an answer asks it for every cell. */
export function spanOf(transform: Transform, period: Period): Span {
  const key = `${transform} ${period}`;
  const found = spans.get(key) ?? reckonSpan(transform, period);
  spans.set(key, found);
  return found;
}

function reckonSpan(transform: Transform, period: Period): Span {
  const yearAgo = addMonths(period, -12);
  switch (transform) {
    case 'level':
    case 'share':
      return { current: [period], base: [] };
    case 'mom':
      return { current: [period], base: [addMonths(period, -1)] };
    case 'yoy':
    case 'contribution':
      return { current: [period], base: [yearAgo] };
    case 'ytd':
      return { current: yearOf(period), base: [] };
    case 'ytd_yoy':
      return { current: yearOf(period), base: yearOf(yearAgo) };
    case 'r12':
      return { current: lastTwelve(period), base: [] };
  }
}

/** Months that a transform of `from`…`to` reads. */
export function periodsRead(transform: Transform, from: Period, to: Period): { from: Period; to: Period } {
  const { current, base } = spanOf(transform, from);
  return { from: base[0] ?? current[0] ?? from, to };
}

/** January to the month. */
function yearOf(period: Period): Period[] {
  return periodsBetween(`${period.slice(0, 4)}-01` as Period, period);
}

function lastTwelve(period: Period): Period[] {
  return periodsBetween(addMonths(period, -11), period);
}

/** Sum of months, the last of them the current one; one that is missing makes it incomplete, never smaller. */
function summed(months: readonly Period[], at: Lookup): Point {
  const points = months.map((month) => at(month) ?? unreleased);
  const current = points.at(-1) ?? unreleased;
  if (current.value === null) return current;
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length < months.length) return { ...current, value: null, reason: 'INCOMPLETE' };
  return { ...current, value: values.reduce(add), reason: null };
}

/** Why there is no growth of a measured value on a base. A fall to zero is one; from zero, or below zero, there is none. */
function whyNoGrowth(value: Decimal, base: Point | undefined): Reason | null {
  if (base === undefined || base.release === null) return 'NO_BASE';
  if (base.value === null) return base.reason ?? 'MISSING';
  const sign = compare(base.value, '0');
  if (sign === 0) return 'BASE_ZERO';
  if (sign < 0) return compare(value, '0') > 0 ? 'SIGN_CHANGE' : 'BASE_NEGATIVE';
  return compare(value, '0') < 0 ? 'SIGN_CHANGE' : null;
}

/** The growth of a cell on a base; without one, null with the reason. Status, coverage and release are the current ones. */
export function grown(current: Point, base: Point | undefined): Point {
  if (current.value === null) return current;
  const reason = whyNoGrowth(current.value, base);
  const value = reason === null ? growth(current.value, base?.value as Decimal, growthDecimals) : null;
  return { ...current, value, reason };
}

/** a ÷ A, for a whole above zero with no part below it. */
function shared(current: Point, whole: Point | undefined, hasNegativePart: boolean): Point {
  if (current.value === null) return current;
  const none = (reason: Reason): Point => ({ ...current, value: null, reason });
  if (whole === undefined) return none('NOT_APPLICABLE');
  if (whole.value === null) return none(whole.reason ?? 'MISSING');
  const parts = [current.value, whole.value].map((value) => compare(value, '0'));
  if (hasNegativePart || parts.includes(-1) || parts[1] === 0) return none('NOT_APPLICABLE');
  return { ...current, value: divide(current.value, whole.value, growthDecimals) };
}

/**
 * (a − b) ÷ B, so that the parts add up to the growth of the whole exactly, before rounding; there is none where the whole
 * has no growth. A part that came or left counts with nothing where it was not.
 */
function contributed(
  current: Point,
  base: Point | undefined,
  whole: Point | undefined,
  wholeBase: Point | undefined,
): Point {
  const none = (reason: Reason): Point => ({ ...current, value: null, reason });
  const [a, b] = [partOf(current), base && partOf(base)];
  if (a === null || (current.value === null && base?.value == null)) return current;
  if (whole === undefined) return none('NOT_APPLICABLE');
  if (whole.value === null) return none(whole.reason ?? 'MISSING');
  const reason = whyNoGrowth(whole.value, wholeBase);
  if (reason !== null) return none(reason);
  if (b == null) return none(base?.reason ?? 'NO_BASE');
  return {
    ...current,
    value: divide(subtract(a, b), wholeBase?.value as Decimal, growthDecimals),
    reason: null,
  };
}

/** A release's grid is complete: a part that it has no cell of did not exist, and was nothing. */
function partOf({ value, reason, release }: Point): Decimal | null {
  return value === null && reason === 'NO_BASE' && release !== null ? '0' : value;
}
