import type { Message } from '../../catalogue/refusal.ts';
import { unitName, units } from '../figures.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import { dot, text } from './plot.ts';

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

/** What sizes and colours mean, below the map: round values up to the largest, and the three ways. */
export function mapLegend(largest: number, widest: number, options: ChartOptions) {
  const { width, language, unit } = options;
  const caption = area[language].replace('{unit}', unitName(unit, language));
  const captionY = circlesHeight(width) + line / 2 + 2;
  return [
    ...sizes(largest, widest, options),
    label(caption, 0, captionY),
    ...(Object.keys(ways) as Way[]).flatMap((way, index) => {
      const name = ways[way][language];
      const before = (Object.keys(ways) as Way[])
        .slice(index)
        .map((one) => textWidth(ways[one][language], 11) + 30);
      const x = isNarrow(width) ? 0 : width - before.reduce((sum, one) => sum + one, 0);
      const y = isNarrow(width) ? captionY + line * (index + 1) : captionY;
      return [swatch(way, x + 7, y), label(name, x + 18, y)];
    }),
  ];
}

const below = { frameAnchor: 'bottom-left' } as const;

function label(name: string, dx: number, dy: number) {
  return text([name], { ...below, textAnchor: 'start', dx, dy, fill: colours.muted, fontSize: 11 });
}

function swatch(way: Way, dx: number, dy: number) {
  const dash = way === 'down' ? { strokeDasharray: '3,2' } : {};
  const colour = wayColours[way];
  return dot([0], {
    ...below,
    ...dash,
    dx,
    dy,
    r: 5.5,
    fill: colour,
    fillOpacity: 0.45,
    stroke: colour,
    strokeWidth: 1.3,
  });
}

function sizes(largest: number, widest: number, { width, unit }: ChartOptions) {
  const scale = units[unit].scale;
  let left = 1;
  return roundSizes(largest / scale).flatMap((value) => {
    const radius = widest * Math.sqrt((value * scale) / largest);
    const x = left + radius;
    const name = String(value);
    left = x + radius + textWidth(name, 11) + 18;
    const dy = circlesHeight(width) - radius;
    return [
      dot([0], { ...below, dx: x, dy, r: radius, stroke: colours.muted, strokeWidth: 1 }),
      label(name, x + radius + 5, circlesHeight(width) - 8),
    ];
  });
}

/** Three round values: the largest that fits, a fifth or so of it, and as much of that. */
export function roundSizes(max: number): number[] {
  const power = 10 ** Math.floor(Math.log10(max));
  const top = ([5, 2, 1].find((step) => step * power <= max) ?? 1) * power;
  return [top, top / 5, top / 25].map((value) => Number(value.toPrecision(1)));
}
