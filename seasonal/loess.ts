import { at, type Values } from './moving-averages.ts';

export interface Smoother {
  /** Values in a window, odd; may be longer than the series. */
  readonly window: number;
  readonly degree: 0 | 1;
  /** Points between which the curve is drawn straight. */
  readonly jump: number;
}

/** Loess over places 1 to n, by weights of the values besides those of distance; also beyond the ends. */
export function loessAt(
  values: Values,
  place: number,
  { left, right }: { left: number; right: number },
  { window, degree }: Smoother,
  trust: Values | null,
): number | null {
  const n = values.length;
  const reach = Math.max(place - left, right - place) + (window > n ? Math.floor((window - n) / 2) : 0);
  const weights: number[] = [];
  for (let index = left; index <= right; index++) {
    const away = Math.abs(index - place);
    const own = away > 0.999 * reach ? 0 : away <= 0.001 * reach ? 1 : (1 - (away / reach) ** 3) ** 3;
    weights.push(own * (trust ? at(trust, index - 1) : 1));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return null;
  const shares = weights.map((weight) => weight / total);
  const used = degree === 0 ? shares : tilted(shares, place, left, n);
  return used.reduce((sum, weight, index) => sum + weight * at(values, left - 1 + index), 0);
}

/** Weights that pass a straight line on unchanged. */
function tilted(weights: Values, place: number, left: number, count: number): Values {
  const middle = weights.reduce((sum, weight, index) => sum + weight * (left + index), 0);
  const spread = weights.reduce((sum, weight, index) => sum + weight * (left + index - middle) ** 2, 0);
  if (Math.sqrt(spread) <= 0.001 * (count - 1)) return weights;
  const slope = (place - middle) / spread;
  return weights.map((weight, index) => weight * (slope * (left + index - middle) + 1));
}

/** The curve at every place: computed at each `jump`th place and the last one, straight between them. */
export function loess(values: Values, smoother: Smoother, trust: Values | null): number[] {
  const n = values.length;
  if (n < 2) return [...values];
  const jump = Math.min(smoother.jump, n - 1);
  const found = new Array<number>(n).fill(Number.NaN);
  const known: number[] = [];
  for (let place = 1; place <= n; place += jump) known.push(place);
  if (known.at(-1) !== n) known.push(n);
  for (const place of known) {
    const range = windowOf(place, n, smoother.window);
    found[place - 1] = loessAt(values, place, range, smoother, trust) ?? at(values, place - 1);
  }
  for (const [index, to] of known.entries()) {
    const from = known[index - 1] ?? to;
    const step = (at(found, to - 1) - at(found, from - 1)) / (to - from);
    for (let place = from + 1; place < to; place++)
      found[place - 1] = at(found, from - 1) + step * (place - from);
  }
  return found;
}

function windowOf(place: number, n: number, window: number): { left: number; right: number } {
  if (window >= n) return { left: 1, right: n };
  const left = Math.min(Math.max(place - (window - 1) / 2, 1), n - window + 1);
  return { left, right: left + window - 1 };
}
