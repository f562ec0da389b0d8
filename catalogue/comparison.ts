import type { Transform } from './indicators.ts';
import { add, compare, type Decimal, growth } from './number.ts';
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

const unreleased: Point = { value: null, status: 'x', reason: 'MISSING', coverage: null, release: null };

/** Decimals of a growth ratio: so many that rounding it once more, to 0.1 %, is right but for ties that never occur. */
export const growthDecimals = 12;

/** The one comparison operator: API, pages and report all ask it. Growth is a ratio, 0.05 = 5 %. */
export function transformPoint(transform: Transform, period: Period, at: Lookup): Point {
  const current = at(period) ?? unreleased;
  switch (transform) {
    case 'level':
      return current;
    case 'mom':
      return grown(current, at(addMonths(period, -1)));
    case 'yoy':
      return grown(current, at(addMonths(period, -12)));
    case 'ytd':
      return yearToDate(period, at);
    case 'ytd_yoy':
      return grown(yearToDate(period, at), yearToDate(addMonths(period, -12), at));
  }
}

/** Months that a transform of `from`…`to` reads. */
export function periodsRead(transform: Transform, from: Period, to: Period): { from: Period; to: Period } {
  const january = (period: Period) => `${period.slice(0, 4)}-01` as Period;
  const first = {
    level: from,
    mom: addMonths(from, -1),
    yoy: addMonths(from, -12),
    ytd: january(from),
    ytd_yoy: january(addMonths(from, -12)),
  };
  return { from: first[transform], to };
}

/** Sum of January to `period`; a month that is missing makes it incomplete, never smaller. */
function yearToDate(period: Period, at: Lookup): Point {
  const current = at(period) ?? unreleased;
  if (current.value === null) return current;
  const months = periodsBetween(`${period.slice(0, 4)}-01` as Period, period).map(
    (month) => at(month)?.value ?? null,
  );
  if (months.includes(null)) return { ...current, value: null, reason: 'INCOMPLETE' };
  return { ...current, value: (months as Decimal[]).reduce(add), reason: null };
}

function grown(current: Point, base: Point | undefined): Point {
  const none = (reason: Reason): Point => ({ ...current, value: null, reason });
  if (current.value === null) return current;
  if (base === undefined || base.release === null) return none('NO_BASE');
  if (base.value === null) return none(base.reason ?? 'MISSING');
  const sign = compare(base.value, '0');
  if (sign === 0) return none('BASE_ZERO');
  if (sign < 0) return none(compare(current.value, '0') > 0 ? 'SIGN_CHANGE' : 'BASE_NEGATIVE');
  if (compare(current.value, '0') < 0) return none('SIGN_CHANGE');
  return { ...current, value: growth(current.value, base.value, growthDecimals), reason: null };
}
