import type { SigmaLimits } from './extremes.ts';
import { at, henderson, mean, type Values } from './moving-averages.ts';
import { type Mode, type Scale, scaleOf } from './scale.ts';
import type { SeasonalFilter } from './seasonal-averages.ts';
import { startEndRatio } from './trend.ts';
import { firstStep, lastStep, type Run, secondStep } from './x11-parts.ts';

export interface X11Options {
  readonly mode: Mode;
  /** Months or quarters of a year; 12 when not given. */
  readonly period?: 12 | 4;
  /** Place of the first value in its calendar year, January 0. */
  readonly slot: number;
  /** How many values were observed; those after them are forecasts. All when not given. */
  readonly observed?: number;
  /** Given, it is used everywhere; else 3x3, then 3x5, and at last by the moving seasonality ratio. */
  readonly seasonal?: SeasonalFilter;
  /** Length of Henderson's filter; chosen by the I/C ratio when not given. */
  readonly trend?: number;
  readonly limits?: SigmaLimits;
}

export interface X11 {
  /** Tables by their names in the X-11 programme; NaN where a table has no value. `d10` reaches over the forecasts. */
  readonly tables: Readonly<Record<Table, number[]>>;
  readonly seasonalFilter: SeasonalFilter;
  readonly trendLength: number;
  readonly trendRatio: number;
  readonly seasonalRatio: number;
}
export type Table = keyof ReturnType<typeof tablesOf>;

/**
 * Seasonal adjustment by the X-11 programme (Shiskin, Young and Musgrave 1967), as X-13ARIMA-SEATS 1.1 carries it out, over
 * a series that is free of calendar effects and may go on into forecasts. At least three years; no zeros unless `add`.
 */
export function x11(values: Values, options: X11Options): X11 {
  const { mode, period = 12, seasonal, trend, observed = values.length } = options;
  const run: Run = {
    scale: scaleOf(mode, period),
    slot: options.slot,
    observed,
    limits: options.limits ?? { low: 1.5, high: 2.5 },
    seasonal,
    trend,
    end: startEndRatio(period, trend),
  };
  const original = mode === 'logadd' ? values.map(Math.log) : values;
  const b = firstStep(original, run, true);
  const b2 = secondStep(original, original, b.table7, run, true);
  const c = firstStep(b2.without, run, false);
  const c2 = secondStep(original, b2.without, c.table7, run, false);
  const d = firstStep(c2.without, run, false);
  const last = lastStep(original, c2.without, d.table7, run);
  const ended = mode === 'logadd' ? inLevels(values, last, c2.table13, run) : last;
  return {
    tables: tablesOf({ values, original, b, b2, c, c2, d, last: { ...last, ...ended }, observed, mode, run }),
    seasonalFilter: last.filter,
    trendLength: last.final.length,
    trendRatio: last.final.ratio,
    seasonalRatio: last.seasonalRatio,
  };
}

type First = ReturnType<typeof firstStep>;
type Second = ReturnType<typeof secondStep>;
type Last = ReturnType<typeof lastStep>;
type Ended = Pick<Last, 'd10' | 'd11' | 'd12' | 'd13'>;

/** The components of a log-additive run; its trend is raised to the level of the series (Thomson and Ozaki 1992). */
function inLevels(values: Values, { d10, d12 }: Last, irregular: Values, { observed, scale }: Run): Ended {
  const factors = d10.map(Math.exp);
  const spread = mean(irregular.slice(0, observed).map((value) => value * value));
  const level = henderson(factors, 2 * scale.period - 1, 4.5);
  const trend = d12.map((value, index) => Math.exp(value + spread / 2) * at(level, index));
  const adjusted = values.map((value, index) => value / at(factors, index));
  return {
    d10: factors,
    d12: trend,
    d11: adjusted,
    d13: adjusted.map((value, index) => value / at(trend, index)),
  };
}

interface Parts {
  readonly values: Values;
  readonly original: Values;
  readonly b: First;
  readonly b2: Second;
  readonly c: First;
  readonly c2: Second;
  readonly d: First;
  readonly last: Last;
  readonly observed: number;
  readonly mode: Mode;
  readonly run: Run;
}

function tablesOf(parts: Parts) {
  const { b, b2, c, c2, d, last, run } = parts;
  const weights = c2.table17;
  return {
    ...{ b2: b.table2, b3: b.table3, b4: b.table4, b5: b.table5, b6: b.table6, b7: b.table7 },
    ...{ b8: b2.table8, b9: b2.table9, b10: b2.table10, b11: b2.table11, b13: b2.table13 },
    ...{ b17: b2.table17, b20: b2.table20, c1: b2.without, c2: c.table2, c4: c.table4, c5: c.table5 },
    ...{ c6: c.table6, c7: c.table7, c9: c2.table9, c10: c2.table10, c11: c2.table11, c13: c2.table13 },
    ...{ c17: weights, c20: c2.table20, d1: c2.without, d2: d.table2, d4: d.table4, d5: d.table5 },
    ...{ d6: d.table6, d7: d.table7, d8: last.d8, d9: last.replaced, d10: last.d10 },
    ...{ d11: last.d11, d12: last.d12, d13: last.d13 },
    ...withoutExtremes(parts, run.scale),
  };
}

/** Tables E1 to E3: original, adjusted and irregular with the months that count for nothing set to what was expected. */
function withoutExtremes({ values, last, c2, mode, observed }: Parts, own: Scale) {
  const scale = mode === 'logadd' ? scaleOf('mult', own.period) : own;
  const set = (kept: Values, expected: (index: number) => number) =>
    kept.slice(0, observed).map((value, index) => (at(c2.table17, index) <= 0 ? expected(index) : value));
  return {
    e1: set(values, (index) => scale.combine(at(last.d12, index), at(last.d10, index))),
    e2: set(last.d11, (index) => at(last.d12, index)),
    e3: set(last.d13, () => scale.neutral),
  };
}
