import { at, henderson, type Values } from './moving-averages.ts';
import type { Scale } from './scale.ts';

export interface Trend {
  readonly values: number[];
  readonly length: number;
  /** Changes of the irregular over those of the trend from one month to the next. */
  readonly ratio: number;
}

/** The I/C ratio that the ends of Henderson's filter are made for. It is kept from one trend of a run to the next. */
export interface EndRatio {
  value: number;
}

export function startEndRatio(period: number, length: number | undefined): EndRatio {
  if (period === 4) return { value: length !== undefined && length >= 7 ? 4.5 : 0.001 };
  if (length === undefined) return { value: 3.5 };
  return { value: length <= 9 ? 1 : length > 13 ? 4.5 : 3.5 };
}

/**
 * The trend of a seasonally adjusted series. Its filter is given, or chosen by the I/C ratio of the first `observed`
 * values; the first part of a run does not take the longest. `end` changes with a choice other than the middle one.
 */
export function trendOf(
  adjusted: Values,
  scale: Scale,
  choice: { observed: number; length: number | undefined; firstPart: boolean; end: EndRatio },
): Trend {
  const ratio = irregularToTrend(adjusted, scale, choice.observed);
  const length = choice.length ?? chooseLength(ratio, scale.period, choice.firstPart, choice.end);
  return { values: henderson(adjusted, length, choice.end.value), length, ratio };
}

function irregularToTrend(adjusted: Values, scale: Scale, observed: number): number {
  const length = scale.period + 1;
  const middle = (length - 1) / 2;
  const trend = henderson(adjusted, length, null);
  const irregular = adjusted.map((value, index) => scale.remove(value, at(trend, index)));
  let [irregularChanges, trendChanges] = [0, 0];
  for (let index = middle; index < observed - middle - 1; index++) {
    irregularChanges += scale.change(at(irregular, index), at(irregular, index + 1));
    trendChanges += scale.change(at(trend, index), at(trend, index + 1));
  }
  // A trend that never moves: the longest filter.
  return trendChanges === 0 ? 999 : ((12 / scale.period) * irregularChanges) / trendChanges;
}

function chooseLength(ratio: number, period: number, firstPart: boolean, end: EndRatio): number {
  if (period === 4) return ratio >= 3.5 ? 7 : 5;
  if (ratio < 1) {
    end.value = 1;
    return 9;
  }
  if (firstPart || ratio < 3.5) return 13;
  end.value = 4.5;
  return 23;
}
