/** A rectangle of a drawing, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles in `room`, in the order given, as large as their weights, each as near a square as it may be (Bruls, Huizing,
 * van Wijk: Squarified Treemaps, 2000). Weights above 0, the largest first.
 */
export function squares(weights: readonly number[], room: Box): Box[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const scale = (room.width * room.height) / (sum || 1);
  const areas = weights.map((weight) => weight * scale);
  const boxes: Box[] = [];
  let left = room;
  for (let first = 0; first < areas.length; ) {
    const side = Math.min(left.width, left.height);
    let count = 1;
    while (
      first + count < areas.length &&
      worst(areas.slice(first, first + count + 1), side) <= worst(areas.slice(first, first + count), side)
    )
      count += 1;
    const row = areas.slice(first, first + count);
    boxes.push(...laid(row, left));
    left = without(row, left);
    first += count;
  }
  return boxes;
}

const total = (areas: readonly number[]) => areas.reduce((sum, area) => sum + area, 0);

/** How far the least square of a row along `side` is from a square. */
function worst(areas: readonly number[], side: number): number {
  const sum = total(areas);
  const [most, least] = [Math.max(...areas), Math.min(...areas)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

/** A row of areas along the shorter side. */
function laid(areas: readonly number[], { x, y, width, height }: Box): Box[] {
  const isColumn = width >= height;
  const depth = total(areas) / (isColumn ? height : width);
  let at = 0;
  return areas.map((area) => {
    const length = area / depth;
    const box = isColumn
      ? { x, y: y + at, width: depth, height: length }
      : { x: x + at, y, width: length, height: depth };
    at += length;
    return box;
  });
}

function without(areas: readonly number[], { x, y, width, height }: Box): Box {
  const isColumn = width >= height;
  const depth = total(areas) / (isColumn ? height : width);
  return isColumn
    ? { x: x + depth, y, width: Math.max(0, width - depth), height }
    : { x, y: y + depth, width, height: Math.max(0, height - depth) };
}
