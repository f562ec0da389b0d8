import { chiSquareTail, fTail } from './distributions.ts';
import { at, mean, type Values } from './moving-averages.ts';

export interface Tested {
  readonly statistic: number;
  /** Probability of such a statistic where there is nothing to find. */
  readonly p: number;
}

const squares = (values: Values, around: number) =>
  values.reduce((sum, value) => sum + (value - around) ** 2, 0);

/** 0 ÷ 0 is nothing found. */
export const ratio = (a: number, b: number) => (a === 0 ? 0 : a / b);

/** Do the SI values (table D8) differ between months? One-way analysis of variance; its F is FS. */
export function stableSeasonality(values: Values, period: number): Tested {
  const total = mean(values);
  let [between, within] = [0, 0];
  for (let month = 0; month < period; month++) {
    const own = values.filter((_, index) => index % period === month);
    between += own.length * (mean(own) - total) ** 2;
    within += squares(own, mean(own));
  }
  const [above, below] = [period - 1, values.length - period];
  const statistic = ratio(between / above, within / below);
  return { statistic, p: fTail(statistic, above, below) };
}

/** Do their distances from neutral differ between whole calendar years? Two-way analysis of variance. */
export function movingSeasonality(wholeYears: Values, period: number, neutral: number): Tested {
  const apart = wholeYears.map((value) => Math.abs(value - neutral));
  const [years, total] = [apart.length / period, mean(apart)];
  const months = Array.from({ length: period }, (_, month) =>
    mean(apart.filter((_, index) => index % period === month)),
  );
  const levels = Array.from({ length: years }, (_, year) =>
    mean(apart.slice(year * period, (year + 1) * period)),
  );
  const [rows, columns] = [squares(levels, total) * period, squares(months, total) * years];
  const error = squares(apart, total) - rows - columns;
  const [above, below] = [years - 1, (period - 1) * (years - 1)];
  // A season that repeats itself to the last digits leaves nothing to compare with.
  const statistic = error > 1e-12 * (rows + columns) ? rows / above / (error / below) : 0;
  return { statistic, p: fTail(statistic, above, below) };
}

/** Do their ranks differ between months (Kruskal and Wallis)? */
export function rankedSeasonality(values: Values, period: number): Tested {
  const ranks = new Map<number, number>();
  const order = values.map((_, index) => index).sort((a, b) => at(values, a) - at(values, b) || a - b);
  for (const [rank, index] of order.entries()) ranks.set(index, rank + 1);
  let sum = 0;
  for (let month = 0; month < period; month++) {
    const own = order.filter((index) => index % period === month).map((index) => ranks.get(index) ?? 0);
    sum += own.length * mean(own) * mean(own);
  }
  const count = values.length;
  const statistic = (12 * sum) / (count * (count + 1)) - 3 * (count + 1);
  return { statistic, p: chiSquareTail(statistic, period - 1) };
}

export type Identifiable = 'present' | 'probably_not_present' | 'not_present';

/** 7 ÷ FS and 3·FM ÷ FS, no more than 9: how much stable seasonality stands behind, and how much of it moves. */
export function seasonalityRatios(stable: number, moving: number): [number, number] {
  const capped = (value: number) => Math.min(value, 9);
  return stable > 0 ? [capped(7 / stable), capped((3 * moving) / stable)] : [9, 9];
}

/** The combined test for identifiable seasonality (Lothian and Morry 1978). */
export function combinedTest(stable: Tested, moving: Tested, ranked: Tested): Identifiable {
  const [first, second] = seasonalityRatios(stable.statistic, moving.statistic);
  if (!(stable.p < 0.001)) return 'not_present';
  if (moving.p <= 0.05 && (first + second) / 2 >= 1) return 'not_present';
  return first < 1 && second < 1 && ranked.p <= 0.001 ? 'present' : 'probably_not_present';
}

/** Positive autocorrelation at one and two years, of a series that has no trend: QS, χ² with 2 degrees of freedom. */
export function qs(values: Values, period: number): Tested {
  const count = values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0);
  const correlations = [period, 2 * period].map((lag) =>
    ratio(
      values.slice(lag).reduce((sum, value, index) => sum + value * at(values, index), 0),
      variance,
    ),
  );
  const [first = 0] = correlations;
  const sum = correlations.reduce(
    (total, one, index) => total + (one > 0 ? (one * one) / (count - (index + 1) * period) : 0),
    0,
  );
  const statistic = first > 0 ? count * (count + 2) * sum : 0;
  return { statistic, p: chiSquareTail(statistic, 2) };
}

/** QS of a series with a trend: of its second differences about their mean. */
export function qsOfLevels(values: Values, period: number): Tested {
  const once = (series: Values) => series.slice(1).map((value, index) => value - at(series, index));
  const differences = once(once(values));
  const middle = mean(differences);
  return qs(
    differences.map((value) => value - middle),
    period,
  );
}
