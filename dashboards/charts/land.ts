import land from './land.json' with { type: 'json' };

type Position = [longitude: number, latitude: number];

/** Land as one shape in degrees: coasts, and no boundary of any kind. */
export const landOutline = {
  type: 'MultiPolygon' as const,
  coordinates: land.polygons.map((polygon) => polygon.map(ringOf)),
};

/** Points of a ring are written as steps from the one before, in parts of a degree. */
function ringOf(steps: readonly number[]): Position[] {
  const ring: Position[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    x += steps[at] ?? 0;
    y += steps[at + 1] ?? 0;
    ring.push([x / land.perDegree, y / land.perDegree]);
  }
  return ring;
}
