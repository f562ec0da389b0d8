/** A unit's values in two months, both above zero. For judging only: the exact amounts stay where they are. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** `outlierBound`: how many times the spread a change may stand out (C of the method). */
export interface EditSettings {
  readonly outlierBound: number;
  /** How much more large units weigh: 0 not at all, 1 by their size (U). */
  readonly sizeWeight?: number;
  /** The least spread, as a share of the middle (A). */
  readonly leastSpread?: number;
}

/** How far each pair's change stands out among all, and whether too far; nothing does where all change alike. */
export interface Scored {
  readonly score: number;
  readonly isOutlier: boolean;
}

/**
 * Hidiroglou and Berthelot (1986), as the R package univOutl computes it. The median ratio is the ordinary change; a pair is
 * an outlier when it is further from it, on its own side, than so many times the distance of the quartile.
 */
export function editPairs(pairs: readonly Pair[], settings: EditSettings): Scored[] {
  const { outlierBound, sizeWeight = 0.5, leastSpread = 0.05 } = settings;
  const ratios = pairs.map(({ before, after }) => after / before);
  const middle = quantile(ratios, 0.5);
  const scores = pairs.map(({ before, after }, at) => {
    const ratio = ratios[at] as number;
    const distance = ratio < middle ? 1 - middle / ratio : ratio / middle - 1;
    return distance * Math.max(before, after) ** sizeWeight;
  });
  const [first, median, third] = [0.25, 0.5, 0.75].map((share) => quantile(scores, share)) as [
    number,
    number,
    number,
  ];
  const least = Math.abs(leastSpread * median);
  const [below, above] = [Math.max(median - first, least), Math.max(third - median, least)];
  const known = below > 0 || above > 0;
  return scores.map((score) => ({
    score,
    isOutlier: known && (score < median - outlierBound * below || score > median + outlierBound * above),
  }));
}

/** The quantile between the two nearest values (type 7 of Hyndman and Fan); of nothing, not a number. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
