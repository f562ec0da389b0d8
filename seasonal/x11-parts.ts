import { extremeWeights, replaceExtremes, type SigmaLimits } from './extremes.ts';
import { at, centred, type Values } from './moving-averages.ts';
import type { Scale } from './scale.ts';
import { type SeasonalFilter, seasonalFactors } from './seasonal-averages.ts';
import { chooseFilter, seasonalityRatio } from './seasonality-ratio.ts';
import { type EndRatio, type Trend, trendOf } from './trend.ts';

/** What all steps of one run share. `end` is the one thing that a step may change for those after it. */
export interface Run {
  readonly scale: Scale;
  readonly slot: number;
  readonly observed: number;
  readonly limits: SigmaLimits;
  readonly seasonal: SeasonalFilter | undefined;
  readonly trend: number | undefined;
  readonly end: EndRatio;
}

export function remove(values: Values, components: Values, { remove: without }: Scale): number[] {
  return values.map((value, index) => without(value, at(components, index)));
}

function factorsOf(values: Values, run: Run, filter: SeasonalFilter): number[] {
  return seasonalFactors(values, run.scale, run.seasonal ?? filter);
}

function trend(adjusted: Values, run: Run, firstPart: boolean): Trend {
  return trendOf(adjusted, run.scale, {
    observed: run.observed,
    length: run.trend,
    firstPart,
    end: run.end,
  });
}

/** Extremes of SI values replaced: they are what a seasonal average leaves. `from` is the place of the first one. */
function cleaned(values: Values, from: number, run: Run, filter: SeasonalFilter): number[] {
  const irregular = remove(values, factorsOf(values, run, filter), run.scale);
  const weights = extremeWeights(irregular, run.slot + from, run.limits, run.scale);
  return replaceExtremes(values, weights, run.scale.period);
}

/** Half a year added at either end, by the values one year inward. */
function lengthened(values: Values, period: number): number[] {
  const half = period / 2;
  return [...values.slice(half, period), ...values, ...values.slice(-period, -half)];
}

/** Tables 2 to 7 of a part: a first trend by a 2×12 average, first factors (3x3), the trend by Henderson's filter. */
export function firstStep(values: Values, run: Run, firstPart: boolean) {
  const { scale } = run;
  const half = scale.period / 2;
  const none = new Array<number>(half).fill(Number.NaN);
  const table2 = centred(values, scale.period);
  const inside = remove(values, table2, scale).slice(half, -half);
  const kept = firstPart ? cleaned(inside, half, run, '3x3') : inside;
  const table5 = lengthened(factorsOf(kept, run, '3x3'), scale.period);
  const table6 = remove(values, table5, scale);
  return {
    table2,
    table3: [...none, ...inside, ...none],
    table4: [...none, ...kept, ...none],
    table5,
    table6,
    table7: trend(table6, run, firstPart).values,
  };
}

/** Tables 8 to 20: factors (3x5) and irregular by the trend so far, the weights of extremes, what they leave out. */
export function secondStep(
  original: Values,
  values: Values,
  trendValues: Values,
  run: Run,
  firstPart: boolean,
) {
  const { scale } = run;
  const table8 = remove(values, trendValues, scale);
  const table9 = firstPart ? cleaned(table8, 0, run, '3x5') : table8;
  const table10 = factorsOf(table9, run, '3x5');
  const table11 = remove(original, table10, scale);
  const table13 = remove(table11, trendValues, scale);
  const table17 = extremeWeights(table13, run.slot, run.limits, scale);
  const table20 = table13.map((value, index) => scale.extreme(value, at(table17, index)));
  const without = remove(original, table20, scale);
  return { table8, table9, table10, table11, table13, table17, table20, without };
}

/** The final factors, trend, adjusted series and irregular. */
export function lastStep(original: Values, values: Values, trendValues: Values, run: Run) {
  const { scale } = run;
  const replaced = remove(values, trendValues, scale);
  const whole = wholeYears(replaced, run);
  const filter = run.seasonal ?? chooseFilter(whole, scale);
  const d10 = seasonalFactors(replaced, scale, filter);
  const final = trend(remove(values, d10, scale), run, false);
  const d11 = remove(original, d10, scale);
  return {
    replaced,
    filter,
    seasonalRatio: seasonalityRatio(whole, scale),
    final,
    d8: remove(original, trendValues, scale),
    d10,
    d11,
    d12: final.values,
    d13: remove(d11, final.values, scale),
  };
}

/** The observed values of complete calendar years. */
export function wholeYears(values: Values, { slot, observed, scale: { period } }: Run): number[] {
  const from = (period - (slot % period)) % period;
  return values.slice(from, from + Math.floor((observed - from) / period) * period);
}
