import { at, centred, mean, type Values, weigh } from './moving-averages.ts';
import type { Scale } from './scale.ts';

/** A seasonal moving average along the values of one calendar month; `stable` is the mean of all. */
export type SeasonalFilter = '3x3' | '3x5' | '3x9' | 'stable';

const symmetric = {
  '3x3': [1, 2, 3, 2, 1].map((weight) => weight / 9),
  '3x5': [1, 2, 3, 3, 3, 2, 1].map((weight) => weight / 15),
  '3x9': [1, 2, 3, 3, 3, 3, 3, 3, 3, 2, 1].map((weight) => weight / 27),
} as const;

/**
 * Weights of the values nearest to an end, that end first, for the first, second, … value from it: the tables of the X-11
 * programme (Shiskin, Young and Musgrave 1967).
 */
const ends: Readonly<Record<'3x3' | '3x5' | '3x9', readonly Values[]>> = {
  '3x3': [[11, 11, 5].map((weight) => weight / 27), [0.7, 1, 0.7, 0.3].map((weight) => weight / 2.7)],
  '3x5': [
    [17, 17, 17, 9].map((weight) => weight / 60),
    [15, 15, 15, 11, 4].map((weight) => weight / 60),
    [9, 13, 13, 13, 8, 4].map((weight) => weight / 60),
  ],
  '3x9': [
    [0.246, 0.221, 0.197, 0.173, 0.112, 0.051],
    [0.208, 0.192, 0.176, 0.16, 0.144, 0.092, 0.028],
    [0.173, 0.163, 0.154, 0.143, 0.133, 0.123, 0.079, 0.032],
    [0.141, 0.137, 0.132, 0.128, 0.123, 0.117, 0.113, 0.075, 0.034],
    [0.084, 0.12, 0.118, 0.117, 0.116, 0.114, 0.113, 0.111, 0.073, 0.034],
  ].map((row) => row.map((weight) => weight / row.reduce((sum, one) => sum + one, 0))),
};

/** The values of one calendar month, smoothed. */
export function smoothMonth(values: Values, filter: SeasonalFilter): number[] {
  if (filter === 'stable') return values.map(() => mean(values));
  const half = (symmetric[filter].length - 1) / 2;
  const reversed = [...values].reverse();
  return values.map((_, index) => {
    const [before, after] = [index, values.length - 1 - index];
    if (before >= half && after >= half) return weigh(values, index - half, symmetric[filter]);
    const row = ends[filter][Math.min(before, after)] ?? [];
    if (row.length === 0 || row.length > values.length) return mean(values);
    return weigh(before <= after ? values : reversed, 0, row);
  });
}

/** All calendar months of a range of SI values, smoothed; a range under five years takes the stable average. */
export function seasonalAverage(values: Values, period: number, filter: SeasonalFilter): number[] {
  const used = values.length < 5 * period ? 'stable' : filter;
  const smoothed = new Array<number>(values.length).fill(Number.NaN);
  for (let month = 0; month < period; month++) {
    const places = values.flatMap((_, index) => (index % period === month ? [index] : []));
    const own = smoothMonth(
      places.map((place) => at(values, place)),
      used,
    );
    for (const [index, place] of places.entries()) smoothed[place] = at(own, index);
  }
  return smoothed;
}

/** Factors whose average over any year is neutral: divided by their own 2×p average, which the ends take from inside. */
export function normalise(factors: Values, scale: Scale, stable: boolean): number[] {
  const { period } = scale;
  const [level, half] = [centred(factors, period), period / 2];
  const last = factors.length - 1;
  return factors.map((factor, index) => {
    const inside = stable
      ? index < half
        ? index + period
        : index > last - half
          ? index - period
          : index
      : Math.min(Math.max(index, half), last - half);
    return scale.remove(factor, at(level, inside));
  });
}

export function seasonalFactors(values: Values, scale: Scale, filter: SeasonalFilter): number[] {
  const stable = filter === 'stable' || values.length < 5 * scale.period;
  return normalise(seasonalAverage(values, scale.period, filter), scale, stable);
}
