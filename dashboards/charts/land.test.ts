import { gzipSync } from 'node:zlib';
import { dot, geo, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { feature } from 'topojson-client';
import { expect, it, test } from 'vitest';
import world from 'world-atlas/land-110m.json' with { type: 'json' };
import { partnerPlaces } from '../../catalogue/partner-places.ts';
import { centre, mapAspect, onMap } from './equal-earth.ts';
import land from './land.json' with { type: 'json' };

const document = parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;

type Position = readonly [number, number];
interface Land {
  readonly features: readonly { readonly geometry: { readonly coordinates: Position[][][] } }[];
}

/** The land of Natural Earth's map 1:110m without Antarctica. */
function outline() {
  const topology = world as unknown as Parameters<typeof feature>[0];
  const { features } = JSON.parse(JSON.stringify(feature(topology, 'land'))) as Land;
  const polygons = features.flatMap(({ geometry }) => geometry.coordinates);
  return {
    type: 'MultiPolygon',
    coordinates: polygons.filter(([outer]) => outer?.some(([, latitude]) => latitude > -62)),
  };
}

/** The drawing library's own map in the same frame, 1000 wide: the independent one. */
function reference(...marks: object[]): Element {
  const corners = [-29.999999, 60, 150, 240, 329.999999].flatMap((longitude) => [
    [longitude, 83],
    [longitude, 0],
    [longitude, -63],
  ]);
  return plot({
    document,
    width: 1000,
    height: 1000 * mapAspect,
    margin: 0,
    projection: {
      type: 'equal-earth',
      rotate: [-centre, 0],
      domain: { type: 'MultiPoint', coordinates: corners } as never,
    },
    marks: marks as never,
  });
}

const width = 2000;

/** The rings of a path of absolute points. */
function ringsOf(path: string): number[][][] {
  const scaled = (text: string) => Math.round((Number(text) * width) / 1000);
  return path
    .split('Z')
    .filter(Boolean)
    .map((ring) =>
      ring
        .slice(1)
        .split('L')
        .map((point) => point.split(',').map(scaled)),
    );
}

/** Whole numbers, each point as the step from the one before: half as long. */
function stepsOf(ring: readonly number[][]): string {
  const steps = ring.map(([x = 0, y = 0], at) => {
    const [before = 0, above = 0] = ring[at - 1] ?? [];
    return [x - before, y - above];
  });
  const moved = steps.filter(([dx, dy], at) => at === 0 || dx !== 0 || dy !== 0);
  const [first = [], ...rest] = moved;
  return `M${first.join(',')}l${rest
    .map((step) => step.join(','))
    .join(' ')
    .replaceAll(' -', '-')}z`;
}

/** The outline as the map draws it. */
function landFile(): string {
  const drawn =
    reference(geo(outline() as never))
      .querySelector('path')
      ?.getAttribute('d') ?? '';
  const path = ringsOf(drawn)
    .filter((ring) => ring.length > 2)
    .map(stepsOf)
    .join('');
  const source =
    'Land of Natural Earth 1:110m (public domain) by world-atlas 2.0.2 (ISC, © 2013–2019 Michael Bostock): coasts only, without any boundary, in the Equal Earth projection around 150° E. Made by land.test.ts.';
  return `${JSON.stringify({ source, width, path }, null, 2)}\n`;
}

it('is the land of the map as this test makes it, small', async () => {
  const text = landFile();
  await expect(text).toMatchFileSnapshot('land.json');
  expect(gzipSync(text).length).toBeLessThan(30_000);
});

const places = partnerPlaces.flatMap(({ code, place }) => (place ? [{ code, place }] : []));

test('every partner stands where the drawing library projects it', () => {
  const drawn = reference(
    dot(places, { x: ({ place }) => place[0], y: ({ place }) => place[1], ariaLabel: 'code', r: 2 }),
  );
  const found = new Map(
    [...drawn.querySelectorAll('circle')].map((circle) => [
      circle.getAttribute('aria-label'),
      [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy'))],
    ]),
  );
  expect(places.filter(({ code }) => !found.has(code))).toEqual([]);
  for (const { code, place } of places) {
    const { x, y } = onMap(...place);
    const [cx = 0, cy = 0] = found.get(code) ?? [];
    expect(
      [Math.abs(x * 1000 - cx), Math.abs(y * 1000 - cy)].every((error) => error < 0.05),
      code,
    ).toBe(true);
  }
});

it('is coasts only: no point of it where countries meet inland', () => {
  const points = land.path
    .split('z')
    .filter(Boolean)
    .flatMap((ring) => {
      let [x, y] = [0, 0];
      const numbers = (ring.match(/-?\d+/g) ?? []).map(Number);
      return Array.from({ length: numbers.length / 2 }, (_, at) => {
        x += numbers[2 * at] ?? 0;
        y += numbers[2 * at + 1] ?? 0;
        return [x / land.width, y / land.width] as const;
      });
    });
  expect(points.length).toBeGreaterThan(3000);
  // Basel, the tripoint of China, Mongolia and Russia, the corner of Chad, Libya and Sudan, the middle of the 49th parallel.
  const inland: Position[] = [
    [7.6, 47.6],
    [87.8, 49.2],
    [24, 19.5],
    [-105, 49],
  ];
  const near = inland.filter(([longitude, latitude]) => {
    const { x, y } = onMap(longitude, latitude);
    return points.some(([px, py]) => Math.hypot(px - x, py - y) < 0.003);
  });
  expect(near).toEqual([]);
});
