import { holidayRegressor, leapYearPrior, levelShift, newYearWindows, tradingDays } from './holiday.ts';
import { type Month, monthOf, monthsFrom } from './months.ts';
import { at, type Values } from './moving-averages.ts';
import { type Airline, fitAirline, type Regressor } from './regarima.ts';

/** Months that are forecast before X-11, so that its last factors rest on symmetric filters as far as can be. */
export const horizon = 12;

/** A coefficient smaller than this many of its errors could be nothing (5 %). */
const significant = 1.96;
/** The same for two coefficients at once: χ² with 2 degrees of freedom. */
const significantPair = 5.99;

const tradingDay = 'td';
const shift = 'ls_';
const holidayNames: readonly string[] = Object.keys(newYearWindows);

export interface Chosen {
  readonly airline: Airline;
  /** With the New Year's windows that were kept, or with all where none was; and with none. */
  readonly aicc: { readonly with_holiday: number; readonly without_holiday: number };
  /** Regressors that were tried and left out, with their t-value of then. */
  readonly dropped: readonly { readonly name: string; readonly t: number }[];
  /** Factors of the months observed and forecast. */
  readonly tradingDay: number[];
  readonly holiday: number[];
  readonly shifts: number[];
  /** The series with its forecasts, free of the factors. */
  readonly free: number[];
}

interface Problem {
  readonly series: Values;
  readonly months: readonly Month[];
  /** Every regressor that may be in the model. */
  readonly all: readonly Regressor[];
}

/**
 * The airline model of a series of positive values from `first` on, with the regressors that count: trading days (one
 * coefficient, leap-year prior) and the New Year's three windows are tried, level shifts are kept as declared.
 */
export function chooseModel(series: Values, first: Month, breaks: readonly string[]): Chosen {
  const months = monthsFrom(first, series.length + horizon);
  const all = candidates(
    months,
    breaks.filter((where) => monthOf(where) > first && monthOf(where) < first + series.length),
  );
  const problem: Problem = { series, months, all };
  const start = all.map(({ name }) => name);
  const dropped: { name: string; t: number }[] = [];
  let [names, model] = [start, estimate(problem, start)];
  for (let weak = weakest(model, names); weak; weak = weakest(model, names)) {
    dropped.push(weak);
    names = names.filter((name) => name !== weak.name);
    model = estimate(problem, names);
  }
  const without = names.filter((name) => !holidayNames.includes(name));
  const bare = estimate(problem, without);
  const hasHoliday = without.length < names.length;
  const full = hasHoliday ? model : estimate(problem, [...without, ...holidayNames]);
  const aicc = { with_holiday: full.aicc, without_holiday: bare.aicc };
  if (hasHoliday && bare.aicc <= model.aicc) {
    const left = model.coefficients.filter(({ name }) => holidayNames.includes(name));
    dropped.push(...left.map(({ name, t }) => ({ name, t })));
    return { ...factorsOf(problem, bare, without), airline: bare, aicc, dropped };
  }
  return { ...factorsOf(problem, model, names), airline: model, aicc, dropped };
}

function candidates(months: readonly Month[], breaks: readonly string[]): Regressor[] {
  const windows = Object.entries(newYearWindows).map(([name, window]) => ({
    name,
    values: holidayRegressor(months, window),
  }));
  const shifts = breaks.map((where) => ({
    name: `${shift}${where}`,
    values: levelShift(months, monthOf(where)),
  }));
  return [{ name: tradingDay, values: tradingDays(months) }, ...windows, ...shifts];
}

function regressorsOf({ all }: Problem, names: readonly string[]): Regressor[] {
  return all.filter(({ name }) => names.includes(name));
}

/** The prior for leap years comes and goes with the trading days. */
function priorOf({ months }: Problem, names: readonly string[]): number[] {
  return names.includes(tradingDay) ? leapYearPrior(months) : months.map(() => 1);
}

function estimate(problem: Problem, names: readonly string[]): Airline {
  const prior = priorOf(problem, names);
  const logs = problem.series.map((value, index) => Math.log(value / at(prior, index)));
  const jacobian = problem.series.slice(13).reduce((sum, value) => sum + Math.log(value), 0);
  return fitAirline(logs, regressorsOf(problem, names), { horizon, jacobian });
}

/**
 * The regressor with the least t-value under 1.96. The windows before and after the New Year stay together while the two
 * are significant as a pair: goods sent before it are not sent after it.
 */
function weakest(model: Airline, names: readonly string[]): { name: string; t: number } | undefined {
  const kept = isPairSignificant(model) ? ['cny_before', 'cny_after'] : [];
  const weak = model.coefficients
    .filter(({ name }) => names.includes(name) && !name.startsWith(shift) && !kept.includes(name))
    .filter(({ t }) => !(Math.abs(t) >= significant))
    .sort((a, b) => Math.abs(a.t) - Math.abs(b.t));
  return weak[0] && { name: weak[0].name, t: weak[0].t };
}

/** Wald's test of both coefficients at once. */
function isPairSignificant({ coefficients, covariances }: Airline): boolean {
  const [a, b] = ['cny_before', 'cny_after'].map((name) =>
    coefficients.findIndex((one) => one.name === name),
  ) as [number, number];
  if (a < 0 || b < 0) return false;
  const [x, y] = [coefficients[a]?.value ?? 0, coefficients[b]?.value ?? 0];
  const of = (row: number, column: number) => at(covariances[row] ?? [], column);
  const determinant = of(a, a) * of(b, b) - of(a, b) ** 2;
  const statistic = (x * x * of(b, b) - 2 * x * y * of(a, b) + y * y * of(a, a)) / determinant;
  return statistic > significantPair;
}

function factorsOf(problem: Problem, { coefficients, forecasts }: Airline, names: readonly string[]) {
  const { months, series } = problem;
  const regressors = regressorsOf(problem, names);
  const factor = (wanted: (name: string) => boolean) =>
    months.map((_, row) => {
      const effects = regressors.map(({ name, values }, place) =>
        wanted(name) ? (coefficients[place]?.value ?? 0) * at(values, row) : 0,
      );
      return Math.exp(effects.reduce((sum, effect) => sum + effect, 0));
    });
  const prior = priorOf(problem, names);
  const tradingDayFactor = factor((name) => name === tradingDay).map((value, row) => value * at(prior, row));
  const holiday = factor((name) => holidayNames.includes(name));
  const shifts = factor((name) => name.startsWith(shift));
  const extended = months.map((_, row) =>
    row < series.length ? at(series, row) : Math.exp(at(forecasts, row - series.length)) * at(prior, row),
  );
  const free = extended.map(
    (value, row) => value / (at(tradingDayFactor, row) * at(holiday, row) * at(shifts, row)),
  );
  return { tradingDay: tradingDayFactor, holiday, shifts, free };
}
