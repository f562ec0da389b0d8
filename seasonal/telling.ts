import { type Decimal, round } from '../catalogue/number.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Chosen } from './model.ts';
import type { Tested } from './seasonality-tests.ts';
import type { X11 } from './x11.ts';

/** Statistics as decimal text; null where there is no number. */
export type Told = Decimal | null;
export interface TestText {
  readonly statistic: Told;
  readonly p: Told;
}

export interface ModelText {
  readonly arima: '(0 1 1)(0 1 1)12';
  readonly theta: Told;
  readonly seasonal_theta: Told;
  readonly coefficients: readonly { readonly name: string; readonly value: Told; readonly t: Told }[];
  /** Regressors that were left out, with their t-value of then. */
  readonly dropped: readonly { readonly name: string; readonly t: Told }[];
  /** Corrected Akaike criterion: less is better. */
  readonly aicc: { readonly with_holiday: Told; readonly without_holiday: Told };
  readonly seasonal_filter: string;
  readonly trend_filter: number;
}

export interface DiagnosticsText {
  /** FS: F of table D8, stable seasonality. */
  readonly fs: TestText;
  readonly moving: TestText;
  readonly kruskal_wallis: TestText;
  readonly identifiable: Diagnostics['identifiable'];
  readonly qs: { readonly original: TestText; readonly adjusted: TestText; readonly irregular: TestText };
  readonly m: readonly Told[];
  readonly q: Told;
  readonly q_without_m2: Told;
  readonly seasonal_ratio: Told;
  readonly trend_ratio: Told;
}

function told(value: number | null, decimals: number): Told {
  return value === null || !Number.isFinite(value) ? null : round(String(value), decimals);
}

const test = ({ statistic, p }: Tested): TestText => ({ statistic: told(statistic, 4), p: told(p, 6) });

export function diagnosticsText(found: Diagnostics, run: X11): DiagnosticsText {
  return {
    fs: test(found.stable),
    moving: test(found.moving),
    kruskal_wallis: test(found.ranked),
    identifiable: found.identifiable,
    qs: {
      original: test(found.qs.original),
      adjusted: test(found.qs.adjusted),
      irregular: test(found.qs.irregular),
    },
    m: found.m.map((value) => told(value, 3)),
    q: told(found.q, 3),
    q_without_m2: told(found.qWithoutM2, 3),
    seasonal_ratio: told(run.seasonalRatio, 4),
    trend_ratio: told(run.trendRatio, 4),
  };
}

/** `exponent` is the power of ten of the unit that the model was estimated in: the criterion is told of the series' own. */
export function modelText({ airline, dropped, aicc }: Chosen, run: X11, exponent: number): ModelText {
  const own = (value: number) => told(value + 2 * airline.count * exponent * Math.LN10, 4);
  return {
    arima: '(0 1 1)(0 1 1)12',
    theta: told(airline.theta, 6),
    seasonal_theta: told(airline.seasonalTheta, 6),
    coefficients: airline.coefficients.map(({ name, value, t }) => ({
      name,
      value: told(value, 8),
      t: told(t, 4),
    })),
    dropped: dropped.map(({ name, t }) => ({ name, t: told(t, 4) })),
    aicc: { with_holiday: own(aicc.with_holiday), without_holiday: own(aicc.without_holiday) },
    seasonal_filter: run.seasonalFilter,
    trend_filter: run.trendLength,
  };
}
