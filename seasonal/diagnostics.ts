import type { Values } from './moving-averages.ts';
import { type Quality, qualityOf } from './quality.ts';
import { scaleOf } from './scale.ts';
import {
  combinedTest,
  type Identifiable,
  movingSeasonality,
  qs,
  qsOfLevels,
  rankedSeasonality,
  stableSeasonality,
  type Tested,
} from './seasonality-tests.ts';
import type { X11 } from './x11.ts';

export interface Diagnostics extends Quality {
  /** FS, the F of table D8 for stable seasonality; the F for moving seasonality; Kruskal and Wallis. */
  readonly stable: Tested;
  readonly moving: Tested;
  readonly ranked: Tested;
  readonly identifiable: Identifiable;
  /** QS of the original, the adjusted series and the irregular: nothing seasonal may be left in the last two. */
  readonly qs: { readonly original: Tested; readonly adjusted: Tested; readonly irregular: Tested };
}

export interface Adjusted {
  readonly x11: X11;
  /** The observed series, and its factors of the calendar. */
  readonly series: Values;
  readonly calendar: Values;
  /** The adjusted series, level shifts included. */
  readonly adjusted: Values;
  /** Place of the first month in its calendar year. */
  readonly slot: number;
}

/** What tells whether a multiplicative adjustment of months may be published. QS is taken of logarithms. */
export function diagnose({ x11, series, calendar, adjusted, slot }: Adjusted): Diagnostics {
  const { tables } = x11;
  const scale = scaleOf('mult', 12);
  const { length } = series;
  const observed = (values: Values) => values.slice(0, length);
  const ratios = observed(tables.d8);
  const from = (12 - slot) % 12;
  const whole = ratios.slice(from, from + Math.floor((length - from) / 12) * 12);
  const [stable, ranked] = [stableSeasonality(ratios, 12), rankedSeasonality(ratios, 12)];
  const moving = movingSeasonality(whole, 12, 1);
  const irregular = observed(tables.d13);
  return {
    stable,
    moving,
    ranked,
    identifiable: combinedTest(stable, moving, ranked),
    qs: {
      original: qsOfLevels(series.map(Math.log), 12),
      adjusted: qsOfLevels(adjusted.map(Math.log), 12),
      irregular: qs(
        irregular.map((value) => value - 1),
        12,
      ),
    },
    ...qualityOf({
      scale,
      original: tables.e1.map((value, index) => value * (calendar[index] ?? 1)),
      trend: observed(tables.d12),
      seasonal: observed(tables.d10),
      irregular,
      calmIrregular: tables.e3,
      calendar,
      seasonalFilter: x11.seasonalFilter,
      trendRatio: x11.trendRatio,
      seasonalRatio: x11.seasonalRatio,
      stable: stable.statistic,
      moving: moving.statistic,
    }),
  };
}
