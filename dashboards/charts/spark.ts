import { colours } from './frame.ts';
import { linePath, shape } from './svg.ts';

/** A line without axes on a scale of its own, its last value marked; says nothing that does not stand beside it. */
export function sparkOf(
  points: readonly number[],
  { width, height, document }: { width: number; height: number; document: Document },
): SVGElement {
  const known = points.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const places = points.map((value, at) => ({
    x: 3 + ((width - 6) * at) / Math.max(1, points.length - 1),
    y: 3 + (height - 6) * (1 - (value - low) / (high - low || 1)),
  }));
  const last = places.findLast(({ y }) => !Number.isNaN(y));
  return shape(
    document,
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    shape(document, 'path', {
      d: linePath(places),
      fill: 'none',
      stroke: colours.accent,
      'stroke-width': 1.5,
    }),
    last && shape(document, 'circle', { cx: last.x, cy: last.y, r: 2.5, fill: colours.accent }),
  );
}
