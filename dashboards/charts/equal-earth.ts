/** A place in a drawing whose width is 1, and whose height is `mapAspect` of it. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** The Pacific in the middle, the cut through the Atlantic, where no land but Greenland's edge is parted. */
export const centre = 150;
/** What the frame holds: from the north of Greenland to the islands before Antarctica, all the way round. */
const [north, south] = [83, -63];

const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
const half = Math.sqrt(3) / 2;

/** Equal Earth (Šavrič, Patterson, Jenny 2018): areas are true, so circles of equal area lie on equal lands. */
function projected(longitude: number, latitude: number): Position {
  const turned = ((((longitude - centre + 180) % 360) + 360) % 360) - 180;
  const t = Math.asin(half * Math.sin((latitude * Math.PI) / 180));
  const [t2, t6] = [t * t, t ** 6];
  const slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2);
  return {
    x: (((turned * Math.PI) / 180) * Math.cos(t)) / (half * slope),
    y: t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)),
  };
}

const right = projected(centre + 179.999999, 0).x;
const top = projected(centre, north).y;
const bottom = projected(centre, south).y;

/** Height of the map over its width. */
export const mapAspect = (top - bottom) / (2 * right);

/** Where a place of the earth stands on the map. */
export function onMap(longitude: number, latitude: number): Position {
  const { x, y } = projected(longitude, latitude);
  return { x: (x + right) / (2 * right), y: (top - y) / (2 * right) };
}
