import type { Period } from '../../catalogue/period.ts';
import { type ChartOptions, colours } from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { shape } from './svg.ts';

/** Where months and values lie in a drawing. */
export interface Axes {
  readonly x: (period: Period) => number;
  readonly y: (value: number) => number;
  readonly parts: readonly SVGElement[];
}

interface Frame {
  readonly months: readonly Period[];
  readonly height: number;
  readonly margin: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  /** The values at the bottom and at the top. */
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly write: (tick: number) => string;
}

/** Lines across at round values, named at the left; months below, the year under every January. */
export function monthAxes(frame: Frame, { width, document, language }: ChartOptions): Axes {
  const { months, height, margin, domain, ticks, write } = frame;
  const inner = width - margin.left - margin.right;
  const step = inner / Math.max(1, months.length);
  const at = new Map(months.map((period, index) => [period, margin.left + step * (index + 0.5)]));
  const x = (period: Period) => at.get(period) ?? margin.left;
  const [low, high] = domain;
  const bottom = height - margin.bottom;
  const y = (value: number) => bottom - ((value - low) / (high - low || 1)) * (bottom - margin.top);
  const label = (attributes: object, ...text: string[]) =>
    shape(document, 'text', { fill: colours.muted, 'font-size': 12, ...attributes }, ...text);
  const across = ticks.flatMap((tick) => [
    shape(document, 'line', {
      x1: margin.left,
      x2: width - margin.right,
      y1: y(tick),
      y2: y(tick),
      stroke: colours.line,
    }),
    label({ x: margin.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, write(tick)),
  ]);
  const monthly = monthTicks(months, inner);
  const named = monthTick(monthly, language);
  const below = monthly.flatMap((period) =>
    named(period)
      .split('\n')
      .map((line, index) =>
        label({ x: x(period), y: bottom + 17 + index * 15, 'text-anchor': 'middle' }, line),
      ),
  );
  return { x, y, parts: [...across, ...below] };
}
