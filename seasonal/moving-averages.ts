/** Values in order of months; NaN where a table has no value. */
export type Values = readonly number[];

/** The value at a place; NaN outside. */
export function at(values: Values, index: number): number {
  return values[index] ?? Number.NaN;
}

export function mean(values: Values): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Σ weights·values, the first weight at `from`. */
export function weigh(values: Values, from: number, weights: Values): number {
  return weights.reduce((sum, weight, index) => sum + weight * at(values, from + index), 0);
}

/** The centred 2×p average; NaN at the p/2 places of either end. */
export function centred(values: Values, period: number): number[] {
  const weights = Array.from(
    { length: period + 1 },
    (_, index) => (index === 0 || index === period ? 0.5 : 1) / period,
  );
  return values.map((_, index) => weigh(values, index - period / 2, weights));
}

/** Terms of Henderson's symmetric filter of odd length, from the middle outwards. */
function hendersonTerm(length: number, away: number): number {
  const q = (length - 1) / 2 + 2;
  const [q2, j2] = [q * q, away * away];
  return (
    (315 * ((q - 1) ** 2 - j2) * (q2 - j2) * ((q + 1) ** 2 - j2) * (3 * q2 - 16 - 11 * j2)) /
    (8 * q * (q2 - 1) * (4 * q2 - 1) * (4 * q2 - 9) * (4 * q2 - 25))
  );
}

export function hendersonWeights(length: number): number[] {
  const middle = (length - 1) / 2;
  return Array.from({ length }, (_, index) => hendersonTerm(length, index - middle));
}

/**
 * Musgrave's weights for the last points: `points` values are there, the most recent last. `ratio` is the I/C ratio for
 * which they revise least.
 */
function musgraveWeights(length: number, points: number, ratio: number): number[] {
  const weights = hendersonWeights(length);
  const slope = 4 / (Math.PI * ratio * ratio);
  const [lost, middle] = [weights.slice(points), (points + 1) / 2];
  const sum = lost.reduce((total, weight) => total + weight, 0);
  const moment = lost.reduce((total, weight, index) => total + (points + 1 + index - middle) * weight, 0);
  const scale = slope / (1 + (slope * points * (points - 1) * (points + 1)) / 12);
  return weights
    .slice(0, points)
    .map((weight, index) => weight + sum / points + (index + 1 - middle) * scale * moment);
}

/** Henderson's trend. Without `ratio` the (length − 1)/2 places of either end are NaN. */
export function henderson(values: Values, length: number, ratio: number | null): number[] {
  const [middle, weights] = [(length - 1) / 2, hendersonWeights(length)];
  const trend = values.map((_, index) => weigh(values, index - middle, weights));
  if (ratio === null) return trend;
  const last = values.length - 1;
  for (let away = 0; away < middle; away++) {
    const ends = musgraveWeights(length, middle + 1 + away, ratio);
    trend[last - away] = weigh(values, last - middle - away, ends);
    trend[away] = weigh(values, 0, [...ends].reverse());
  }
  return trend;
}
