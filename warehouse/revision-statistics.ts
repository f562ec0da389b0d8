import { add, compare, type Decimal, divide, multiply, subtract } from '../catalogue/number.ts';

/** A value as first published and as published later. */
export interface Pair {
  readonly first: Decimal;
  readonly later: Decimal;
}

/**
 * How values were revised, after the practice of OECD and Eurostat. Of levels a revision R is a percentage of the first
 * value, of rates percentage points; texts with six decimals. What needs more values than there are is null.
 */
export interface RevisionStatistics {
  /** Months that count; `excluded` had zero to be revised from. */
  readonly n: number;
  readonly excluded: number;
  /** Mean revision, mean absolute revision. */
  readonly mr: string | null;
  readonly mar: string | null;
  /** Sum of the absolute revisions over the sum of the absolute later values, in the unit of the values. */
  readonly rmar: string | null;
  /** Root of the mean square, standard deviation (n − 1). */
  readonly rmsr: string | null;
  readonly sd: string | null;
  /** Mean over its standard error: beyond 2 the first values are biased. From 30 months on the error is Newey and West's. */
  readonly t: string | null;
  readonly share_up: string | null;
  readonly sign_agreement: string | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** Relative revisions of first values, from the past: what is to be expected of the next. */
export type RevisionBand =
  | {
      readonly n: number;
      readonly reason: null;
      readonly mean: string;
      readonly low: string;
      readonly high: string;
    }
  | {
      readonly n: number;
      readonly reason: 'TOO_FEW';
      readonly mean: null;
      readonly low: null;
      readonly high: null;
    };

/** Fewer months tell nothing of the next. */
const fewest = 6;
/** Revisions of successive months hang together; with so many months that can be reckoned with. */
const enoughForHac = 30;

/** Revisions in per cent of the first value, or in percentage points; null from zero. A ratio, so it may be a float. */
function revision({ first, later }: Pair, isRate: boolean): number | null {
  const moved = multiply(subtract(later, first), '100');
  if (isRate) return Number(moved);
  if (compare(first, '0') === 0) return null;
  return Number(divide(moved, magnitude(first), 12));
}

/** One revision as text with six decimals; null from zero. */
export function revisionText(pair: Pair, isRate: boolean): string | null {
  const moved = revision(pair, isRate);
  return moved === null ? null : text(moved);
}

export function revisionStatistics(pairs: readonly Pair[], isRate: boolean): RevisionStatistics {
  const counted = pairs.filter((pair) => revision(pair, isRate) !== null);
  const all = counted.map((pair) => revision(pair, isRate) as number);
  const n = all.length;
  const mean = sum(all) / n;
  const sd = n > 1 ? Math.sqrt(sum(all.map((one) => (one - mean) ** 2)) / (n - 1)) : null;
  const error = n >= enoughForHac ? hacError(all, mean) : sd === null ? null : sd / Math.sqrt(n);
  const share = (those: readonly unknown[]) => (n ? text(those.length / n) : null);
  return {
    n,
    excluded: pairs.length - n,
    mr: n ? text(mean) : null,
    mar: n ? text(sum(all.map(Math.abs)) / n) : null,
    rmar: relative(counted),
    rmsr: n ? text(Math.sqrt(sum(all.map((one) => one ** 2)) / n)) : null,
    sd: sd === null ? null : text(sd),
    t: error ? text(mean / error) : null,
    share_up: share(all.filter((one) => one > 0)),
    sign_agreement: share(counted.filter(({ first, later }) => compare(first, '0') === compare(later, '0'))),
    min: n ? text(Math.min(...all)) : null,
    max: n ? text(Math.max(...all)) : null,
  };
}

/** Standard error of a mean of values that hang together: Bartlett's weights, ⌊4(n/100)^(2/9)⌋ lags (Newey and West). */
function hacError(all: readonly number[], mean: number): number {
  const n = all.length;
  const lags = Math.floor(4 * (n / 100) ** (2 / 9));
  const covariance = (lag: number) =>
    sum(all.slice(lag).map((one, at) => (one - mean) * ((all[at] as number) - mean))) / n;
  const weighted = Array.from(
    { length: lags },
    (_, at) => 2 * (1 - (at + 1) / (lags + 1)) * covariance(at + 1),
  );
  return Math.sqrt((covariance(0) + sum(weighted)) / n);
}

function relative(pairs: readonly Pair[]): string | null {
  const total = (values: readonly Decimal[]) => values.map(magnitude).reduce(add, '0');
  const later = total(pairs.map((pair) => pair.later));
  if (compare(later, '0') === 0) return null;
  return divide(total(pairs.map((pair) => subtract(pair.later, pair.first))), later, 6);
}

/** Mean and the middle 80 % of the revisions of first values. */
export function bandOf(pairs: readonly Pair[], isRate: boolean): RevisionBand {
  const all = pairs
    .map((pair) => revision(pair, isRate))
    .filter((one) => one !== null)
    .sort((a, b) => a - b);
  const n = all.length;
  if (n < fewest) return { n, reason: 'TOO_FEW', mean: null, low: null, high: null };
  return {
    n,
    reason: null,
    mean: text(sum(all) / n),
    low: text(quantile(all, 0.1)),
    high: text(quantile(all, 0.9)),
  };
}

/** Hyndman and Fan's seventh definition, on ordered values. */
export function quantile(ordered: readonly number[], share: number): number {
  const at = (ordered.length - 1) * share;
  const below = ordered[Math.floor(at)] as number;
  const above = ordered[Math.ceil(at)] as number;
  return below + (at - Math.floor(at)) * (above - below);
}

function magnitude(value: Decimal): Decimal {
  return value.replace(/^-/, '');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}

function text(value: number): string {
  const fixed = value.toFixed(6);
  return Number(fixed) === 0 ? fixed.replace('-', '') : fixed;
}
