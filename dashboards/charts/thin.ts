/** A point of a drawing; NaN where there is none. */
export interface Drawable {
  readonly y: number;
}

/**
 * As many points as a drawing can show, and no more: of each stretch the first, the lowest, the highest and the last, in
 * order, so that no peak is lost; a gap stays a gap. What fits is left as it is.
 */
export function thinned<Point extends Drawable>(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretch = Math.ceil((points.length * 4) / most);
  const stretches = Math.ceil(points.length / stretch);
  return Array.from({ length: stretches }, (_, at) => points.slice(at * stretch, (at + 1) * stretch)).flatMap(
    telling,
  );
}

function telling<Point extends Drawable>(points: readonly Point[]): Point[] {
  const known = points.filter(({ y }) => !Number.isNaN(y));
  const gap = points.find(({ y }) => Number.isNaN(y));
  const extremes = known.length
    ? [known.reduce((a, b) => (b.y < a.y ? b : a)), known.reduce((a, b) => (b.y > a.y ? b : a))]
    : [];
  const kept = new Set([points[0], ...extremes, points.at(-1), ...(gap ? [gap] : [])]);
  return points.filter((point) => kept.has(point));
}
