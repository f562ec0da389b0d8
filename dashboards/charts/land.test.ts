import { gzipSync } from 'node:zlib';
import { feature } from 'topojson-client';
import { expect, it } from 'vitest';
import world from 'world-atlas/land-110m.json' with { type: 'json' };
import data from './land.json' with { type: 'json' };
import { landOutline } from './land.ts';

type Position = readonly [number, number];
interface Land {
  readonly features: readonly { readonly geometry: { readonly coordinates: Position[][][] } }[];
}

const perDegree = 10;
const southernmost = -62;

/** The land of Natural Earth's map 1:110m without Antarctica, in tenths of a degree, each point as the step from the one before. */
function outlineFile(): string {
  const topology = world as unknown as Parameters<typeof feature>[0];
  const land = JSON.parse(JSON.stringify(feature(topology, 'land'))) as Land;
  const polygons = land.features.flatMap(({ geometry }) => geometry.coordinates);
  const rings = polygons
    .filter(([outer]) => outer?.some(([, latitude]) => latitude > southernmost))
    .map((polygon) => polygon.map(steps));
  const source =
    'Land of Natural Earth 1:110m (public domain) by world-atlas 2.0.2 (ISC, © 2013–2019 Michael Bostock); outlines only, without any boundary. Made by land.test.ts.';
  const lines = rings.map((polygon) => `    ${JSON.stringify(polygon)}`).join(',\n');
  return `{\n  "source": ${JSON.stringify(source)},\n  "perDegree": ${perDegree},\n  "polygons": [\n${lines}\n  ]\n}\n`;
}

function steps(ring: readonly Position[]): number[] {
  const points = ring.map((point) => point.map((degree) => Math.round(degree * perDegree)));
  const moved = points.filter((point, at) => at === 0 || String(point) !== String(points[at - 1]));
  return moved.flatMap(([x = 0, y = 0], at) => {
    const [before = 0, below = 0] = moved[at - 1] ?? [];
    return [x - before, y - below];
  });
}

it('is the land of the map as this test makes it, small', async () => {
  const text = outlineFile();
  await expect(text).toMatchFileSnapshot('land.json');
  expect(gzipSync(text).length).toBeLessThan(30_000);
});

it('is land only: no point of it is where countries meet inland', () => {
  const points = new Set(
    landOutline.coordinates.flat(2).map(([x = 0, y = 0]) => `${x.toFixed(0)} ${y.toFixed(0)}`),
  );
  // Basel, the tripoint of Mongolia, China and Russia, the corner of Chad, Libya and Sudan.
  expect(['8 48', '88 49', '24 20'].filter((point) => points.has(point))).toEqual([]);
  expect(data.polygons.length).toBe(landOutline.coordinates.length);
});

it('comes back in degrees, every ring closed', () => {
  for (const ring of landOutline.coordinates.flat()) {
    expect(ring.at(0)).toEqual(ring.at(-1));
    expect(ring.every(([x = 999, y = 999]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)).toBe(true);
  }
});
