import { at, mean, type Values } from './moving-averages.ts';
import type { Scale } from './scale.ts';
import type { SeasonalFilter } from './seasonal-averages.ts';
import { ratio, seasonalityRatios } from './seasonality-tests.ts';

/** What the statistics of quality judge: components of the observed months, and the choices of the run. */
export interface Judged {
  readonly scale: Scale;
  /** Table E1: the original without extremes. */
  readonly original: Values;
  readonly trend: Values;
  readonly seasonal: Values;
  readonly irregular: Values;
  /** Table E3: the irregular without extremes. */
  readonly calmIrregular: Values;
  /** Factors of the calendar. */
  readonly calendar: Values;
  readonly seasonalFilter: SeasonalFilter;
  /** I/C of the last trend, and the moving seasonality ratio. */
  readonly trendRatio: number;
  readonly seasonalRatio: number;
  readonly stable: number;
  readonly moving: number;
}

export interface Quality {
  /** M1 to M11, 0 to 3, below 1 is good; null where a run has none: M6 without a 3x5 filter, M8 to M11 under six years. */
  readonly m: readonly (number | null)[];
  /** Their weighted mean: below 1 the adjustment is accepted. */
  readonly q: number;
  readonly qWithoutM2: number;
}

const weights = [10, 11, 10, 8, 11, 10, 18, 7, 7, 4, 4];

/** The statistics M1 to M11 and Q of Lothian and Morry (1978), as X-13ARIMA-SEATS computes them. */
export function qualityOf(judged: Judged): Quality {
  const { irregular, trend, scale, seasonal, trendRatio, seasonalFilter } = judged;
  const [first, second] = seasonalityRatios(judged.stable, judged.moving);
  const raw = [
    contribution(judged) / 0.1,
    irregularVariance(judged) / 0.1,
    (trendRatio - 1) / 2,
    runs(irregular),
    (monthsOfDominance(irregular, trend, scale) - 0.5) / 5,
    Math.abs(judged.seasonalRatio - 4) / 2.5,
    Math.sqrt((first + second) / 2),
    ...movement(seasonal, scale),
  ];
  const all = raw.map((value) => Math.min(Math.max(value, 0), 3));
  const moves = raw.length === 11;
  const counted = (index: number) => index !== 5 || seasonalFilter === '3x5';
  const standIns = [6, 6, 0, 1];
  const worth = weights.map((_, index) => at(all, moves || index < 7 ? index : (standIns[index - 7] ?? 0)));
  const total = (wanted: (index: number) => boolean) =>
    weights.reduce((sum, weight, index) => sum + (wanted(index) ? weight * at(worth, index) : 0), 0) /
    weights.reduce((sum, weight, index) => sum + (wanted(index) ? weight : 0), 0);
  return {
    m: weights.map((_, index) => (counted(index) ? (all[index] ?? null) : null)),
    q: total(counted),
    qWithoutM2: total((index) => counted(index) && index !== 1 && (moves || index !== 10)),
  };
}

/** Mean change over a span of months, in per cent where components multiply. */
function meanChange(values: Values, span: number, scale: Scale): number {
  return mean(values.slice(span).map((value, index) => scale.change(at(values, index), value)));
}

/** M1: the part of the irregular in the squared changes over three months. */
function contribution({ calmIrregular, trend, seasonal, calendar, scale }: Judged): number {
  const span = scale.period / 4;
  const parts = [calmIrregular, trend, seasonal, calendar].map(
    (values) => meanChange(values, span, scale) ** 2,
  );
  return ratio(
    at(parts, 0),
    parts.reduce((sum, part) => sum + part, 0),
  );
}

/** M2: the part of the irregular in the variance of the original without its linear trend. */
function irregularVariance({ original, trend, calmIrregular, scale }: Judged): number {
  const straight = scale.neutral === 1 ? Math.log : (value: number) => value;
  const [levels, values] = [trend.map(straight), original.map(straight)];
  const middle = (levels.length - 1) / 2;
  const slope =
    levels.reduce((sum, level, index) => sum + level * (index - middle), 0) /
    levels.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const flat = values.map((value, index) => value - slope * index);
  const level = mean(flat);
  const total = flat.reduce((sum, value) => sum + (value - level) ** 2, 0);
  return ratio(
    calmIrregular.reduce((sum, value) => sum + straight(value) ** 2, 0),
    total,
  );
}

/** M4: how far the mean duration of runs of the irregular is from that of chance. */
function runs(values: Values): number {
  const count = values.length;
  let [found, direction] = [1, 0];
  for (let index = 1; index < count; index++) {
    const sign = Math.sign(at(values, index) - at(values, index - 1));
    if (sign !== 0 && direction !== 0 && sign !== direction) found++;
    if (sign !== 0) direction = sign;
  }
  const duration = (count - 1) / found;
  return Math.abs((3 * (count - 1)) / duration - 2 * count + 1) / (Math.sqrt(1.6 * count - 2.9) * 2.577);
}

/** M5: months after which the trend changes more than the irregular, between whole months by a straight line. */
function monthsOfDominance(irregular: Values, trend: Values, scale: Scale): number {
  const { period } = scale;
  const ratios = Array.from({ length: period }, (_, index) =>
    ratio(meanChange(irregular, index + 1, scale), meanChange(trend, index + 1, scale)),
  );
  const last = ratios.findLastIndex((one) => !(one < 1));
  const months = Math.min(last + 2, period);
  const [own, before] = [at(ratios, months - 1), at(ratios, months - 2)];
  if (months === 1) return Math.min(Math.max(1 + (own - 1) / (own - at(ratios, 1)), 0.5), 1);
  if (before - own <= 0 && months === period) return 15.5;
  return months + (own - 1) / (before - own);
}

/** M8 to M11: changes of the seasonal factors from year to year, at random and in one direction, over all years and over recent ones. */
function movement(seasonal: Values, { neutral, period }: Scale): number[] {
  const years = Math.floor(seasonal.length / period);
  if (years < 6) return [];
  const spread = Math.sqrt(mean(seasonal.map((value) => (value - neutral) ** 2)));
  const months = Array.from({ length: period }, (_, month) =>
    seasonal.filter((_, index) => index % period === month).map((value) => (value - neutral) / spread),
  );
  const changes = (own: Values) => own.slice(1).map((value, index) => Math.abs(value - at(own, index)));
  const overall = (own: Values) => Math.abs((own.at(-1) ?? 0) - at(own, 0)) / (own.length - 1);
  const recent = months.map((own) => own.slice(-6, -2));
  return [
    10 * mean(months.flatMap(changes)),
    10 * mean(months.map(overall)),
    10 * mean(recent.flatMap(changes)),
    10 * mean(recent.map(overall)),
  ];
}
