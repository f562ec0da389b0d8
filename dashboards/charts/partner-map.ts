import { toPoint } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { growth } from '../figures.ts';
import { mapAspect, onMap } from './equal-earth.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import land from './land.json' with { type: 'json' };
import { circleOf, legendHeight, mapLegend, type Way } from './map-legend.ts';
import { type Part, partSentence } from './part.ts';
import { shape, sheet } from './svg.ts';

/** A partner and where its circle stands; null: no place on a map, so it is in the table only. */
export interface PlacedPart extends Part {
  readonly place: readonly [longitude: number, latitude: number] | null;
}

/** Said under the map: what it is, and what it is not. */
export const mapNote = {
  zh: '示意图：只绘陆地轮廓，不表示任何界线；圆心为代表点。',
  en: 'Schematic: land outlines only, no boundary of any kind; circles stand at representative points.',
} as const satisfies Message;

interface Placed extends PlacedPart {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly way: Way;
}

export function mapHeight(width: number): number {
  return Math.round(width * mapAspect) + legendHeight(width);
}

/** Partners as circles on the land, the largest drawn first, which is the order in which they are read. */
export function partnerMap(
  parts: readonly PlacedPart[],
  description: string,
  options: ChartOptions,
): Element {
  const { width, document } = options;
  const largest = Math.max(1, ...parts.map(({ row }) => (row?.value == null ? 0 : toPoint(row.value))));
  const widest = Math.max(9, width / 26);
  const placed = placedOf(parts, largest, widest, width);
  const scale = (width / land.width).toFixed(5);
  return sheet(
    document,
    { width, height: mapHeight(width), label: description },
    shape(document, 'path', { d: land.path, transform: `scale(${scale})`, fill: colours.line }),
    shape(document, 'g', {}, ...placed.map((part) => circle(part, options))),
    shape(document, 'g', { 'font-size': 11, 'pointer-events': 'none' }, ...names(placed, options)),
    shape(
      document,
      'g',
      { transform: `translate(0,${Math.round(width * mapAspect)})`, 'font-size': 11 },
      ...mapLegend(largest, widest, options),
    ),
  );
}

function circle(part: Placed, options: ChartOptions): SVGElement {
  return circleOf(options.document, part.way, {
    cx: part.x,
    cy: part.y,
    r: part.radius,
    'aria-label': partSentence(part, options),
  });
}

function placedOf(parts: readonly PlacedPart[], largest: number, widest: number, width: number): Placed[] {
  return parts
    .flatMap((part): Placed[] => {
      const { place, row } = part;
      if (!place || row?.value == null || toPoint(row.value) <= 0) return [];
      const radius = Math.max(1.5, widest * Math.sqrt(toPoint(row.value) / largest));
      const change = row.growth === null ? 0 : toPoint(row.growth);
      const way = change > 0.0005 ? 'up' : change < -0.0005 ? 'down' : 'none';
      const { x, y } = onMap(...place);
      return [{ ...part, x: x * width, y: y * width, radius, way }];
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
function names(placed: readonly Placed[], { width, document }: ChartOptions): SVGElement[] {
  const taken: Box[] = [];
  return placed.slice(0, width < 560 ? 8 : 24).flatMap((part) => {
    const { label, row } = part;
    const name = row?.growth == null ? label : `${label} ${growth(row.growth)}`;
    const box = roomFor(part, name, taken, width);
    if (!box) return [];
    taken.push(box);
    const halo = {
      stroke: colours.surface,
      'stroke-width': 3,
      'paint-order': 'stroke',
      'stroke-linejoin': 'round',
    };
    return [shape(document, 'text', { x: box.x, y: box.y + 4, 'text-anchor': 'middle', ...halo }, name)];
  });
}

/** The first place of a name, inside, right, left, above or below its circle, where no other name stands. */
function roomFor(
  { radius, x, y }: Placed,
  name: string,
  taken: readonly Box[],
  frame: number,
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
      box.x - width / 2 >= 0 && box.x + width / 2 <= frame && taken.every((other) => isApart(box, other)),
  );
}

function isApart(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) > (a.width + b.width) / 2 || Math.abs(a.y - b.y) > lineHeight;
}
