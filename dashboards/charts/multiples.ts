import type { Decimal } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import { monthOf, yearOf } from '../figures.ts';
import { type ChartOptions, colours, textWidth } from './frame.ts';
import type { LinePoint } from './lines.ts';
import { type Measure, ticksFor } from './measure.ts';
import { linePath, shape, sheet } from './svg.ts';
import { thinned } from './thin.ts';

export interface Panel {
  readonly key: string;
  readonly name: string;
  readonly points: readonly LinePoint[];
  /** Stands behind the figure of the last month: a growth rate, say. */
  readonly beside?: string;
}

export interface Multiples {
  readonly months: readonly Period[];
  readonly panels: readonly Panel[];
}

export interface MultiplesOptions extends ChartOptions {
  readonly measure: Measure;
  readonly description: string;
}

const narrowest = 200;
const gap = 20;
const panelHeight = 128;
const head = 34;
const foot = 18;

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly at: (month: number) => number;
  readonly height: (value: number) => number;
}

/** One small drawing for each series, all on the same scale, so that sizes can be compared. */
export function multiplesChart(chart: Multiples, options: MultiplesOptions): Element {
  const { width, document, measure, description } = options;
  const columns = Math.max(1, Math.min(chart.panels.length, Math.floor((width + gap) / (narrowest + gap))));
  const panelWidth = (width - (columns - 1) * gap) / columns;
  const rows = Math.ceil(chart.panels.length / columns);
  const values = chart.panels.flatMap(({ points }) => points.map(({ value }) => measure.point(value)));
  const ticks = ticksFor(values, measure.hasZero);
  const height = Math.max(1, rows) * (panelHeight + gap) - gap + foot;
  const drawn = chart.panels.map((panel, at) =>
    panelOf(panel, chart, frameOf(at, columns, panelWidth, ticks, chart.months.length), ticks, options),
  );
  return sheet(document, { width, height, label: description }, ...drawn);
}

function frameOf(
  at: number,
  columns: number,
  width: number,
  ticks: readonly number[],
  months: number,
): Frame {
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const inner = panelHeight - head;
  return {
    x: (at % columns) * (width + gap),
    y: Math.floor(at / columns) * (panelHeight + gap),
    width,
    at: (month) => 4 + ((width - 8) * month) / Math.max(1, months - 1),
    height: (value) => head + inner - ((value - low) / (high - low || 1)) * inner,
  };
}

function panelOf(
  panel: Panel,
  { months }: Multiples,
  frame: Frame,
  ticks: readonly number[],
  { document, measure, language }: MultiplesOptions,
): SVGElement {
  const places = new Map(months.map((period, at) => [period, at]));
  const points = panel.points.map(({ period, value, label }) => {
    const y = measure.point(value);
    return { x: frame.at(places.get(period) ?? 0), y: Number.isNaN(y) ? y : frame.height(y), label };
  });
  const shown = thinned(points, Math.max(60, frame.width));
  const [first, last] = [months[0], months.at(-1)];
  const month = (period: Period | undefined) =>
    period ? `${yearOf(period, language)}${language === 'en' ? ' ' : ''}${monthOf(period, language)}` : '';
  const below = { y: panelHeight + 13, 'font-size': 11, fill: colours.muted };
  return shape(
    document,
    'g',
    { transform: `translate(${frame.x.toFixed(1)},${frame.y})` },
    ...heading(panel, measure, frame.width, document),
    ...grid(ticks, frame, measure, document),
    shape(document, 'path', {
      d: linePath(shown),
      fill: 'none',
      stroke: colours.accent,
      'stroke-width': 1.75,
    }),
    ...marks(shown, document),
    shape(document, 'text', { x: 0, ...below }, month(first)),
    shape(document, 'text', { x: frame.width, ...below, 'text-anchor': 'end' }, month(last)),
  );
}

function heading({ name, points, beside }: Panel, measure: Measure, width: number, document: Document) {
  const last: Decimal | null | undefined = points.at(-1)?.value;
  const figure = measure.show(last);
  const room = width - textWidth(`${figure} ${beside ?? ''}`, 13) - 12;
  return [
    shape(document, 'text', { x: 0, y: 13, 'font-size': 13, 'font-weight': 600 }, cut(name, room)),
    shape(
      document,
      'text',
      { x: width, y: 13, 'font-size': 13, 'text-anchor': 'end', 'font-variant-numeric': 'tabular-nums' },
      beside ? `${figure}  ${beside}` : figure,
    ),
  ];
}

/** As much of a name as fits. */
export function cut(name: string, room: number): string {
  if (textWidth(name, 13) <= room) return name;
  const left = [...name];
  while (left.length > 1 && textWidth(`${left.join('')}…`, 13) > room) left.pop();
  return `${left.join('').trimEnd()}…`;
}

function grid(ticks: readonly number[], frame: Frame, measure: Measure, document: Document): SVGElement[] {
  const told = [ticks[0], ticks.at(-1)];
  return ticks.flatMap((tick) => {
    const y = frame.height(tick);
    const stroke = tick === 0 ? colours.muted : colours.line;
    const rule = shape(document, 'line', { x1: 0, x2: frame.width, y1: y, y2: y, stroke });
    const label = { x: 0, y: y - 3, 'font-size': 10, fill: colours.muted };
    return told.includes(tick) && tick !== 0
      ? [rule, shape(document, 'text', label, measure.tick(tick))]
      : [rule];
  });
}

function marks(points: readonly { x: number; y: number; label: string }[], document: Document): SVGElement[] {
  const known = points.filter(({ y }) => !Number.isNaN(y));
  return known.map(({ x, y, label }, at) =>
    shape(document, 'circle', {
      cx: x,
      cy: y,
      r: at === known.length - 1 ? 3 : 2,
      fill: colours.accent,
      'fill-opacity': at === known.length - 1 ? 1 : 0.35,
      'aria-label': label,
    }),
  );
}
