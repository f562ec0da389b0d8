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
export function diagnose(judged: Adjusted): Diagnostics {
  const { x11, series, adjusted } = judged;
  const ratios = x11.tables.d8.slice(0, series.length);
  const [stable, ranked] = [stableSeasonality(ratios, 12), rankedSeasonality(ratios, 12)];
  const moving = movingSeasonality(wholeYears(ratios, judged.slot), 12, 1);
  const irregular = x11.tables.d13.slice(0, series.length).map((value) => value - 1);
  return {
    stable,
    moving,
    ranked,
    identifiable: combinedTest(stable, moving, ranked),
    qs: {
      original: qsOfLevels(series.map(Math.log), 12),
      adjusted: qsOfLevels(adjusted.map(Math.log), 12),
      irregular: qs(irregular, 12),
    },
    ...quality(judged, stable, moving),
  };
}

function wholeYears(values: Values, slot: number): number[] {
  const from = (12 - slot) % 12;
  return values.slice(from, from + Math.floor((values.length - from) / 12) * 12);
}

function quality({ x11, series, calendar }: Adjusted, stable: Tested, moving: Tested): Quality {
  const { tables, seasonalFilter, trendRatio, seasonalRatio } = x11;
  const observed = (values: Values) => values.slice(0, series.length);
  return qualityOf({
    scale: scaleOf('mult', 12),
    original: tables.e1.map((value, index) => value * (calendar[index] ?? 1)),
    trend: observed(tables.d12),
    seasonal: observed(tables.d10),
    irregular: observed(tables.d13),
    calmIrregular: tables.e3,
    calendar,
    seasonalFilter,
    trendRatio,
    seasonalRatio,
    stable: stable.statistic,
    moving: moving.statistic,
  });
}
