import type { Message } from '../../catalogue/refusal.ts';
import { unitName, units } from '../figures.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import { shape } from './svg.ts';

/** How a partner's trade moved on the same month of last year. */
export type Way = 'up' | 'down' | 'none';

export const wayColours = {
  up: colours.accent,
  down: 'var(--warn, #9a3412)',
  none: colours.muted,
} as const satisfies Record<Way, string>;

const ways = {
  up: { zh: '同比上升（实线）', en: 'Up on last year (solid edge)' },
  down: { zh: '同比下降（虚线）', en: 'Down on last year (dashed edge)' },
  none: { zh: '持平或无增速', en: 'Level or no growth' },
} as const satisfies Record<Way, Message>;

const area = { zh: '圆面积为进出口额（{unit}）', en: 'Areas show trade value ({unit})' } as const;

const line = 17;
const isNarrow = (width: number) => width < 560;

/** Circles with their caption; the ways beside them, or where there is no room below. */
export function legendHeight(width: number): number {
  return circlesHeight(width) + line + (isNarrow(width) ? 3 * line : 0) + 6;
}

function circlesHeight(width: number): number {
  return Math.max(18, width / 26) * 1.5 + 6;
}

/** A circle that says by its colour and by its edge which way it went. */
export function circleOf(document: Document, way: Way, attributes: object): SVGElement {
  const colour = wayColours[way];
  return shape(document, 'circle', {
    fill: colour,
    'fill-opacity': 0.45,
    stroke: colour,
    'stroke-width': 1.3,
    'stroke-dasharray': way === 'down' ? '3,2' : undefined,
    ...attributes,
  });
}

/** What sizes and colours mean, below the map: round values up to the largest, and the three ways. */
export function mapLegend(largest: number, widest: number, options: ChartOptions): SVGElement[] {
  const { width, language, unit, document } = options;
  const caption = area[language].replace('{unit}', unitName(unit, language));
  const captionY = circlesHeight(width) + line / 2 + 4;
  const all = Object.keys(ways) as Way[];
  const roomOf = (way: Way) => textWidth(ways[way][language], 11) + 30;
  return [
    ...sizes(largest, widest, options),
    label(document, caption, 0, captionY),
    ...all.flatMap((way, index) => {
      const behind = all.slice(index).reduce((sum, one) => sum + roomOf(one), 0);
      const x = isNarrow(width) ? 0 : width - behind;
      const y = isNarrow(width) ? captionY + line * (index + 1) : captionY;
      return [
        circleOf(document, way, { cx: x + 7, cy: y - 4, r: 5.5 }),
        label(document, ways[way][language], x + 18, y),
      ];
    }),
  ];
}

function label(document: Document, name: string, x: number, y: number): SVGElement {
  return shape(document, 'text', { x, y, fill: colours.muted }, name);
}

function sizes(largest: number, widest: number, { width, unit, document }: ChartOptions): SVGElement[] {
  const scale = units[unit].scale;
  const bottom = circlesHeight(width);
  let left = 1;
  return roundSizes(largest / scale).flatMap((value) => {
    const r = widest * Math.sqrt((value * scale) / largest);
    const cx = left + r;
    const name = String(value);
    left = cx + r + textWidth(name, 11) + 18;
    return [
      shape(document, 'circle', { cx, cy: bottom - r, r, fill: 'none', stroke: colours.muted }),
      label(document, name, cx + r + 5, bottom - 4),
    ];
  });
}

/** Three round values: the largest that fits, a fifth or so of it, and as much of that. */
export function roundSizes(max: number): number[] {
  const power = 10 ** Math.floor(Math.log10(max));
  const top = ([5, 2, 1].find((step) => step * power <= max) ?? 1) * power;
  return [top, top / 5, top / 25].map((value) => Number(value.toPrecision(1)));
}
