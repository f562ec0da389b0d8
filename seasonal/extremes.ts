import { at, mean, type Values } from './moving-averages.ts';
import type { Scale } from './scale.ts';

/** Irregulars within `low` standard deviations count fully, beyond `high` not at all, between them in proportion. */
export interface SigmaLimits {
  readonly low: number;
  readonly high: number;
}

/** Places `from`–`to` are judged by the standard deviation of places `sigmaFrom`–`sigmaTo`. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly sigmaFrom: number;
  readonly sigmaTo: number;
}

/**
 * Five calendar years around each year; incomplete years at either end go with the window next to them. Places count from
 * 1 with the January of the first year. Under five complete years there is one window.
 */
function windows(first: number, last: number, period: number): Window[] {
  const [years, whole] = [(count: number) => count * period, Math.floor];
  const start = years(whole((first - 1) / period)) + 1;
  const end = years(whole((last - 1) / period) + 1) - (years(5) - 1);
  const complete = years(whole((first + period - 2) / period)) + 1;
  const lastComplete = years(whole(last / period)) - (years(5) - 1);
  if (lastComplete < complete) return [{ from: first, to: last, sigmaFrom: first, sigmaTo: last }];
  const found: Window[] = [
    { from: first, to: start + years(3) - 1, sigmaFrom: first, sigmaTo: complete + years(5) - 1 },
  ];
  for (let at = start + period; at < end; at += period)
    found.push({
      from: at + years(2),
      to: at + years(3) - 1,
      sigmaFrom: at,
      sigmaTo: at + years(5) - 1,
    });
  found.push({ from: end + years(2), to: last, sigmaFrom: lastComplete, sigmaTo: last });
  return found;
}

/**
 * Weight of each irregular, 1 to 0. `slot` is the place of the first one in its calendar year, January 0. Irregulars
 * beyond the upper limit are left out of the standard deviation by which all are then judged once more.
 */
export function extremeWeights(
  irregular: Values,
  slot: number,
  { low, high }: SigmaLimits,
  { neutral, period }: Scale,
): number[] {
  const apart = irregular.map((value) => Math.abs(value - neutral));
  const first = slot + 1;
  const places = windows(first, slot + irregular.length, period).map((window) => ({
    from: window.from - first,
    to: Math.min(window.to - first, irregular.length - 1),
    inside: [window.sigmaFrom - first, window.sigmaTo - first + 1] as const,
  }));
  const weights = irregular.map(() => 1);
  for (const { from, to, inside } of places) {
    const sigma = deviation(apart.slice(...inside));
    for (let place = from; place <= to; place++) weights[place] = at(apart, place) / sigma > high ? 0 : 1;
  }
  const kept = [...weights];
  for (const { from, to, inside } of places) {
    const sigma = deviation(apart.slice(...inside).filter((_, index) => at(kept, inside[0] + index) !== 0));
    for (let place = from; place <= to; place++) {
      const ratio = at(apart, place) / sigma;
      if (ratio > high) weights[place] = 0;
      else if (ratio > low) weights[place] = (high - ratio) / (high - low);
    }
  }
  return weights;
}

function deviation(apart: Values): number {
  return Math.sqrt(mean(apart.map((value) => value * value)));
}

/** SI values with those of less than full weight replaced from values of the same calendar month near them. */
export function replaceExtremes(values: Values, weights: Values, period: number): number[] {
  const replaced = [...values];
  for (let month = 0; month < period; month++) {
    const places = values.flatMap((_, index) => (index % period === month ? [index] : []));
    const [own, trust] = [
      places.map((place) => at(values, place)),
      places.map((place) => at(weights, place)),
    ];
    for (const [index, place] of places.entries())
      if (at(trust, index) !== 1) replaced[place] = replacement(own, trust, index);
  }
  return replaced;
}

function replacement(own: Values, trust: Values, index: number): number {
  const full = own.flatMap((_, place) => (at(trust, place) === 1 ? [place] : []));
  if (full.length < 4) return mean(own);
  const before = full.filter((place) => place < index);
  const chosen =
    index < 2
      ? full.slice(0, 4)
      : index > own.length - 3
        ? full.slice(-4)
        : nearestFour(before, full.slice(before.length));
  const sum = chosen.reduce((total, place) => total + at(own, place), 0);
  const weight = at(trust, index);
  return (weight * at(own, index) + sum) / (weight + 4);
}

function nearestFour(before: readonly number[], after: readonly number[]): number[] {
  const left = Math.min(before.length, Math.max(2, 4 - after.length));
  return [...before.slice(before.length - left), ...after.slice(0, 4 - left)];
}
