import { type Decimal, multiply, round } from '../catalogue/number.ts';
import type { Message } from '../catalogue/refusal.ts';
import { type Diagnostics, diagnose } from './diagnostics.ts';
import { type Problem, problemOf, type SeasonalPoint, scaled } from './input.ts';
import { type Chosen, chooseModel } from './model.ts';
import { slotOf } from './months.ts';
import { at, type Values } from './moving-averages.ts';
import { type DiagnosticsText, diagnosticsText, type ModelText, modelText } from './telling.ts';
import { type X11, x11 } from './x11.ts';

export type { SeasonalPoint } from './input.ts';

/** Which program made the figures, for whoever compares them with another. A version's results never change. */
export const engine = { name: 'parkstat X-11 + airline regARIMA', version: '1' } as const;

export interface SeasonalOptions {
  /** Months from which the level changed for good, declared by hand with a reason elsewhere. */
  readonly breaks?: readonly string[];
}

/** A month, taken apart: original = trend × seasonal × holiday × trading_day × irregular. */
export interface SeasonalRow {
  readonly period: string;
  readonly original: Decimal;
  /** Free of season and calendar, with two more decimals than the original. */
  readonly adjusted: Decimal;
  readonly trend: Decimal;
  /** Factors, 1 = no effect, with `factorDecimals`. */
  readonly seasonal: Decimal;
  readonly holiday: Decimal;
  readonly trading_day: Decimal;
  readonly irregular: Decimal;
}

export interface SeasonalResult {
  readonly kind: 'adjusted';
  readonly engine: typeof engine;
  readonly decimals: number;
  readonly rows: readonly SeasonalRow[];
  readonly model: ModelText;
  readonly diagnostics: DiagnosticsText;
}

export interface SeasonalRefusal extends Problem {
  readonly kind: 'refused';
  readonly engine: typeof engine;
  /** What was found, where the series could be computed at all. */
  readonly diagnostics: DiagnosticsText | null;
}

export const factorDecimals = 8;

/** The F of table D8 from which stable seasonality is strong enough (Lothian and Morry 1978). */
export const leastStable = 7;

/**
 * Seasonal adjustment of a monthly series of positive values with the effects of the Chinese New Year and of trading days:
 * an airline model in logarithms for these and for twelve forecasts, then X-11. The same series gives the same bytes.
 */
export function seasonallyAdjust(
  series: readonly SeasonalPoint[],
  { breaks = [] }: SeasonalOptions = {},
): SeasonalResult | SeasonalRefusal {
  const problem = problemOf(series);
  if (problem) return { kind: 'refused', engine, ...problem, diagnostics: null };
  const input = scaled(series);
  const { values, first, exponent } = input;
  const model = chooseModel(values, first, breaks);
  const run = x11(model.free, { mode: 'mult', slot: slotOf(first), observed: values.length });
  const parts = componentsOf(values, model, run);
  const found = diagnose({ x11: run, series: values, slot: slotOf(first), ...parts });
  const diagnostics = diagnosticsText(found, run);
  const failed = notIdentifiable(found) ?? poorQuality(found);
  if (failed) return { kind: 'refused', engine, ...failed, diagnostics };
  return {
    kind: 'adjusted',
    engine,
    decimals: input.decimals + 2,
    rows: rowsOf(series, parts, input),
    model: modelText(model, run, exponent),
    diagnostics,
  };
}

type Components = ReturnType<typeof componentsOf>;

function rowsOf(
  series: readonly SeasonalPoint[],
  parts: Components,
  { exponent, decimals }: { readonly exponent: number; readonly decimals: number },
): SeasonalRow[] {
  const inUnits = (value: number) => round(multiply(String(value), `1e${exponent}`), decimals + 2);
  return series.map(({ period, value }, row) => ({
    period,
    original: value ?? '',
    adjusted: inUnits(at(parts.adjusted, row)),
    trend: inUnits(at(parts.trend, row)),
    seasonal: factor(parts.seasonal, row),
    holiday: factor(parts.holiday, row),
    trading_day: factor(parts.tradingDay, row),
    irregular: factor(parts.irregular, row),
  }));
}

function factor(values: Values, row: number): Decimal {
  return round(String(at(values, row)), factorDecimals);
}

/** The components of the observed months. A level shift belongs to the adjusted series and its trend. */
function componentsOf(values: Values, { holiday, tradingDay, shifts }: Chosen, { tables }: X11) {
  const calendar = values.map((_, row) => at(holiday, row) * at(tradingDay, row));
  return {
    holiday,
    tradingDay,
    calendar,
    seasonal: tables.d10,
    irregular: tables.d13,
    adjusted: values.map((value, row) => value / (at(tables.d10, row) * at(calendar, row))),
    trend: values.map((_, row) => at(tables.d12, row) * at(shifts, row)),
  };
}

const testNames: Readonly<Record<Diagnostics['identifiable'], Message>> = {
  present: { zh: '存在可识别的季节性', en: 'identifiable seasonality present' },
  probably_not_present: {
    zh: '可能不存在可识别的季节性',
    en: 'identifiable seasonality probably not present',
  },
  not_present: { zh: '不存在可识别的季节性', en: 'identifiable seasonality not present' },
};

function notIdentifiable({ stable, identifiable }: Diagnostics): Problem | undefined {
  if (stable.statistic >= leastStable && identifiable === 'present') return undefined;
  const fs = stable.statistic.toFixed(2);
  const name = testNames[identifiable];
  return {
    reason: 'NOT_APPLICABLE',
    cause: 'no_seasonality',
    message: {
      zh: `季节性不可识别：FS=${fs}（须≥${leastStable}），综合检验：${name.zh}；请公布未经调整的数据并说明原因`,
      en: `No season can be told apart: FS is ${fs} (at least ${leastStable} is needed), combined test: ${name.en}. Publish the figures unadjusted, with this reason`,
    },
  };
}

function poorQuality({ q, m }: Diagnostics): Problem | undefined {
  if (q < 1) return undefined;
  const failed = m.flatMap((value, index) => (value !== null && value >= 1 ? [`M${index + 1}`] : []));
  const [zh, en] = failed.length
    ? [`，超限：${failed.join('、')}`, `, failing are ${failed.join(', ')}`]
    : ['', ''];
  return {
    reason: 'NOT_APPLICABLE',
    cause: 'quality',
    message: {
      zh: `调整质量不合格：Q=${q.toFixed(2)}（须<1${zh}）；请查有无需声明的水平突变，否则公布未经调整的数据`,
      en: `The adjustment is not good enough: Q is ${q.toFixed(2)} (must be under 1${en}). Look for a break in level to declare, or publish the figures unadjusted`,
    },
  };
}
