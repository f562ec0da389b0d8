type Point = readonly number[];
interface Corner {
  readonly point: Point;
  readonly value: number;
}

/** How far a simplex may still be spread, in value and in place, when it has found the least value. */
const tolerance = 1e-10;
const mostSteps = 2000;

/** The point of least value near `start`, by Nelder and Mead (1965); `Infinity` forbids a point. */
export function minimise(measure: (point: Point) => number, start: Point, step = 0.1): number[] {
  const corner = (point: Point): Corner => ({ point, value: measure(point) });
  const moved = start.map((_, index) => start.map((one, place) => one + (place === index ? step : 0)));
  let simplex = [start, ...moved].map(corner).sort(byValue);
  for (let count = 0; count < mostSteps && !isFound(simplex); count++) simplex = next(simplex, corner);
  return [...(simplex[0] as Corner).point];
}

function byValue(a: Corner, b: Corner): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function isFound(simplex: readonly Corner[]): boolean {
  const [best, worst] = [simplex[0] as Corner, simplex.at(-1) as Corner];
  const apart = simplex.flatMap(({ point }) =>
    point.map((one, place) => Math.abs(one - (best.point[place] ?? 0))),
  );
  return !(worst.value - best.value > tolerance) && Math.max(...apart) <= 1e-7;
}

function next(simplex: readonly Corner[], corner: (point: Point) => Corner): Corner[] {
  const [best, others, worst] = [simplex[0] as Corner, simplex.slice(0, -1), simplex.at(-1) as Corner];
  const centre = best.point.map(
    (_, place) => others.reduce((sum, { point }) => sum + (point[place] ?? 0), 0) / others.length,
  );
  const along = (factor: number) =>
    corner(centre.map((middle, place) => middle + factor * ((worst.point[place] ?? 0) - middle)));
  const replacing = (found: Corner) => [...others, found].sort(byValue);
  const reflected = along(-1);
  if (reflected.value < best.value) {
    const expanded = along(-2);
    return replacing(expanded.value < reflected.value ? expanded : reflected);
  }
  if (reflected.value < (others.at(-1) as Corner).value) return replacing(reflected);
  const contracted = reflected.value < worst.value ? along(-0.5) : along(0.5);
  if (contracted.value < Math.min(reflected.value, worst.value)) return replacing(contracted);
  const shrunk = simplex
    .slice(1)
    .map(({ point }) => corner(point.map((one, place) => ((best.point[place] ?? 0) + one) / 2)));
  return [best, ...shrunk].sort(byValue);
}
