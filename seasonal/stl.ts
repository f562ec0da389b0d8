import { loess, loessAt, type Smoother } from './loess.ts';
import { at, mean, type Values } from './moving-averages.ts';

export interface StlOptions {
  /** Months of a year. */
  readonly period: number;
  /** Window along the values of one month, odd; `periodic`: every year has the same season. */
  readonly seasonal: number | 'periodic';
  /** Fifteen more rounds, with less trust in values far off. */
  readonly robust?: boolean;
}

export interface Stl {
  readonly seasonal: number[];
  readonly trend: number[];
  readonly remainder: number[];
  /** Trust in each value in the last round, 1 to 0. */
  readonly weights: number[];
}

interface Smoothers {
  readonly period: number;
  readonly seasonal: Smoother;
  readonly trend: Smoother;
  readonly low: Smoother;
}

const nextOdd = (value: number) => {
  const rounded = Math.round(value);
  return rounded % 2 === 0 ? rounded + 1 : rounded;
};

const smoother = (window: number, degree: 0 | 1): Smoother => ({
  window,
  degree,
  jump: Math.ceil(window / 10),
});

/**
 * Seasonal and trend decomposition by loess (Cleveland et al. 1990), with the defaults of R's `stl`. For checks and charts
 * only: an adjusted series is made by X-11. A multiplicative series is given in logarithms.
 */
export function stl(values: Values, { period, seasonal, robust = false }: StlOptions): Stl {
  const window = seasonal === 'periodic' ? 10 * values.length + 1 : seasonal;
  const smoothers: Smoothers = {
    period,
    seasonal: smoother(window, 0),
    trend: smoother(nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / window))), 1),
    low: smoother(nextOdd(period), 1),
  };
  const [inner, outer] = robust ? [1, 15] : [2, 0];
  let parts: Parts = { seasonal: values.map(() => 0), trend: values.map(() => 0) };
  let trust: number[] | null = null;
  for (let round = 0; round <= outer; round++) {
    if (round > 0) trust = robustness(values, parts);
    for (let step = 0; step < inner; step++) parts = innerStep(values, parts, smoothers, trust);
  }
  if (seasonal === 'periodic') parts = { ...parts, seasonal: cycleMeans(parts.seasonal, period) };
  return {
    ...parts,
    remainder: values.map((value, index) => value - at(parts.seasonal, index) - at(parts.trend, index)),
    weights: trust ?? values.map(() => 1),
  };
}

interface Parts {
  readonly seasonal: number[];
  readonly trend: number[];
}

function innerStep(values: Values, { trend }: Parts, smoothers: Smoothers, trust: Values | null): Parts {
  const { period } = smoothers;
  const detrended = values.map((value, index) => value - at(trend, index));
  const cycles = smoothCycles(detrended, smoothers, trust);
  const low = loess(average(average(average(cycles, period), period), 3), smoothers.low, null);
  const seasonal = values.map((_, index) => at(cycles, index + period) - at(low, index));
  const adjusted = values.map((value, index) => value - at(seasonal, index));
  return { seasonal, trend: loess(adjusted, smoothers.trend, trust) };
}

/** Each month along its years, lengthened by a year at either end. */
function smoothCycles(values: Values, { period, seasonal }: Smoothers, trust: Values | null): number[] {
  const cycles = new Array<number>(values.length + 2 * period).fill(0);
  for (let month = 0; month < period; month++) {
    const own = values.filter((_, index) => index % period === month);
    const weights = trust?.filter((_, index) => index % period === month) ?? null;
    const n = own.length;
    const [near, far] = [
      { left: 1, right: Math.min(seasonal.window, n) },
      { left: Math.max(1, n - seasonal.window + 1), right: n },
    ];
    const smooth = loess(own, seasonal, weights);
    const lengthened = [
      loessAt(own, 0, near, seasonal, weights) ?? at(smooth, 0),
      ...smooth,
      loessAt(own, n + 1, far, seasonal, weights) ?? at(smooth, n - 1),
    ];
    for (const [year, value] of lengthened.entries()) cycles[month + year * period] = value;
  }
  return cycles;
}

function average(values: Values, length: number): number[] {
  return Array.from({ length: values.length - length + 1 }, (_, index) =>
    mean(values.slice(index, index + length)),
  );
}

/**
 * Bisquare weights by six medians of what the parts leave. R takes another value for the median now and then: it asks its
 * partial sort for two places in descending order. Its robust results may differ from these by that.
 */
function robustness(values: Values, { seasonal, trend }: Parts): number[] {
  const left = values.map((value, index) => Math.abs(value - at(seasonal, index) - at(trend, index)));
  const sorted = [...left].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const limit = 3 * (at(sorted, half) + at(sorted, sorted.length - half - 1));
  return left.map((one) =>
    one <= 0.001 * limit ? 1 : one <= 0.999 * limit ? (1 - (one / limit) ** 2) ** 2 : 0,
  );
}

function cycleMeans(seasonal: Values, period: number): number[] {
  const means = Array.from({ length: period }, (_, month) =>
    mean(seasonal.filter((_, index) => index % period === month)),
  );
  return seasonal.map((_, index) => at(means, index % period));
}
