import { toPoint } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { growth } from '../figures.ts';
import { type ChartOptions, chartStyle, colours, textWidth } from './frame.ts';
import { landOutline } from './land.ts';
import { legendHeight, mapLegend, type Way, wayColours } from './map-legend.ts';
import { type Part, partSentence } from './part.ts';
import { dot, geo, plot, text } from './plot.ts';

/** A partner and where its circle stands; null: no place on a map, so it is in the table only. */
export interface PlacedPart extends Part {
  readonly place: readonly [longitude: number, latitude: number] | null;
}

/** Said under the map: what it is, and what it is not. */
export const mapNote = {
  zh: '示意图：只绘陆地轮廓，不表示任何界线；圆心为代表点。',
  en: 'Schematic: land outlines only, no boundary of any kind; circles stand at representative points.',
} as const satisfies Message;

/** The Pacific in the middle, the cut through the Atlantic, where no land but Greenland's edge is parted. */
const centre = 150;
/** What the frame holds: from Cape Horn to the north of Greenland, all the way round. */
const corners = [-29.9, -90, 0, 90, 150, 209.9].flatMap((longitude) => [
  [longitude, 83],
  [longitude, 0],
  [longitude, -56],
]);
const aspect = 2.28;

interface Placed extends PlacedPart {
  readonly longitude: number;
  readonly latitude: number;
  readonly radius: number;
  readonly way: Way;
}

export function mapHeight(width: number): number {
  return Math.round(width / aspect) + legendHeight(width);
}

/** Partners as circles on the land, the largest drawn first, which is the order in which they are read. */
export function partnerMap(
  parts: readonly PlacedPart[],
  description: string,
  options: ChartOptions,
): Element {
  const { width, document } = options;
  const height = mapHeight(width);
  const below = legendHeight(width);
  const largest = Math.max(1, ...parts.map(({ row }) => (row?.value == null ? 0 : toPoint(row.value))));
  const widest = Math.max(9, width / 26);
  const placed = placedOf(parts, largest, widest);
  const shape = { type: 'MultiPoint', coordinates: corners };
  return plot({
    document,
    width,
    height,
    margin: 2,
    marginBottom: below,
    style: chartStyle,
    ariaLabel: description,
    // The types know fewer shapes than the projection fits.
    projection: { type: 'equal-earth', rotate: [-centre, 0], domain: shape as never },
    r: { type: 'identity' },
    marks: [
      geo(landOutline as never, { fill: colours.line, stroke: 'none' }),
      dot(placed, {
        x: 'longitude',
        y: 'latitude',
        r: 'radius',
        fill: ({ way }: Placed) => wayColours[way],
        fillOpacity: 0.45,
        stroke: ({ way }: Placed) => wayColours[way],
        strokeWidth: 1.3,
        // As given: by rank.
        sort: null,
        ariaLabel: (part: Placed) => partSentence(part, options),
        render: (index, scales, values, dimensions, context, next) => {
          const drawn = next?.(index, scales, values, dimensions, context) ?? null;
          const circles = [...(drawn?.querySelectorAll('circle') ?? [])];
          // Told apart by their edge too: colour is not for everybody.
          for (const [at, circle] of circles.entries())
            if (placed[index[at] ?? -1]?.way === 'down') circle.setAttribute('stroke-dasharray', '3,2');
          return drawn;
        },
      }),
      names(placed, options),
      ...mapLegend(largest, widest, options),
    ],
  });
}

function placedOf(parts: readonly PlacedPart[], largest: number, widest: number): Placed[] {
  return parts
    .flatMap((part): Placed[] => {
      const { place, row } = part;
      if (!place || row?.value == null || toPoint(row.value) <= 0) return [];
      const radius = Math.max(1.5, widest * Math.sqrt(toPoint(row.value) / largest));
      const change = row.growth === null ? 0 : toPoint(row.growth);
      const way = change > 0.0005 ? 'up' : change < -0.0005 ? 'down' : 'none';
      return [{ ...part, longitude: place[0], latitude: place[1], radius, way }];
    })
    .sort((a, b) => b.radius - a.radius);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const lineHeight = 13;

/** The names of the largest with their growth, as far as they have room, each in its circle or beside it. */
function names(placed: readonly Placed[], { width }: ChartOptions) {
  const labelled = placed.slice(0, width < 560 ? 8 : 24);
  const nameOf = ({ label, row }: Placed) => (row?.growth == null ? label : `${label} ${growth(row.growth)}`);
  return text(labelled, {
    x: 'longitude',
    y: 'latitude',
    text: nameOf,
    fontSize: 11,
    fill: colours.ink,
    stroke: colours.surface,
    strokeWidth: 3,
    render: (index, scales, values, dimensions, context, next) => {
      const { x = [], y = [] } = values as { x?: ArrayLike<number>; y?: ArrayLike<number> };
      const taken: Box[] = [];
      const [xs, ys] = [Array.from(x), Array.from(y)];
      const shown = Array.from(index).filter((at) => {
        const part = labelled[at];
        const box = part && roomFor(part, xs[at] ?? 0, ys[at] ?? 0, nameOf(part), taken, dimensions);
        if (!box) return false;
        taken.push(box);
        [xs[at], ys[at]] = [box.x, box.y];
        return true;
      });
      const moved = { ...values, x: xs, y: ys };
      return next?.(shown as unknown as typeof index, scales, moved as never, dimensions, context) ?? null;
    },
  });
}

/** The first place of a name, inside, right, left, above or below its circle, where no other name stands. */
function roomFor(
  { radius }: Placed,
  x: number,
  y: number,
  name: string,
  taken: readonly Box[],
  frame: { readonly width: number },
): Box | undefined {
  const width = textWidth(name, 11) + 4;
  const aside = radius + width / 2 + 1;
  const upright = radius + lineHeight / 2 + 1;
  const inside = width < 2 * radius ? [{ x, y, width }] : [];
  const around = [
    { x: x + aside, y, width },
    { x: x - aside, y, width },
    { x, y: y - upright, width },
    { x, y: y + upright, width },
  ];
  return [...inside, ...around].find(
    (box) =>
      box.x - width / 2 >= 0 &&
      box.x + width / 2 <= frame.width &&
      taken.every((other) => isApart(box, other)),
  );
}

function isApart(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) > (a.width + b.width) / 2 || Math.abs(a.y - b.y) > lineHeight;
}
