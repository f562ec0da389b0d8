import type { Period } from '../../catalogue/period.ts';
import {
  type ChartOptions,
  chartStyle,
  colours,
  roundTicks,
  seriesColours,
  spread,
  textWidth,
} from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, barX, dot, gridY, lineY, link, plot, ruleX, ruleY, text } from './plot.ts';

/** One line of a drawing, or one bar where there is a single month. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly points: readonly {
    readonly period: Period;
    /** On the scale of the drawing; NaN where there is none. */
    readonly y: number;
    /** What is read at the point: what, when, how much. */
    readonly label: string;
    readonly figure: string;
  }[];
}

export interface LinesOptions extends ChartOptions {
  readonly height: number;
  readonly unitName: string;
  readonly description: string;
}

/** More lines than that cannot be told apart. */
export const mostLines = seriesColours.length;
const labelColumn = 'label';
const dashes = ['', '6,3', '2,3', '8,3,2,3'];

/** Lines over months, each named at its end and told apart by colour, dashes and name; below zero where values are. */
export function seriesLines(
  lines: readonly Line[],
  months: readonly Period[],
  options: LinesOptions,
): Element {
  const { width, height, language, document, unitName, description } = options;
  const shown = lines.slice(0, mostLines);
  const scale = scaleOf(shown);
  const widest = Math.max(0, ...shown.map(({ name }) => textWidth(name, 12)));
  const right = Math.min(widest + 16, width * 0.34);
  const left = 18 + Math.max(...scale.ticks.map((tick) => textWidth(String(tick), 12)));
  const inner = { width: width - left - right, height: height - 66 };
  const ticks = monthTicks(months, inner.width);
  const points = shown.flatMap((line, at) =>
    line.points.flatMap((point) => (months.includes(point.period) ? [{ ...point, key: line.key, at }] : [])),
  );
  const ends = endsOf(shown, scale, inner.height, right);
  const stroke = ({ at }: { at: number }) => seriesColours[at % mostLines] as string;
  return plot({
    document,
    width,
    height,
    marginTop: 26,
    marginRight: right,
    marginBottom: 40,
    marginLeft: left,
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: [...months, labelColumn], padding: 0.3 },
    y: { domain: [scale.low, scale.high] },
    marks: [
      gridY(scale.ticks, { stroke: colours.line, strokeOpacity: 1 }),
      ruleY([0], { stroke: colours.muted }),
      axisY(scale.ticks, { tickSize: 0, fill: colours.muted, label: unitName, labelArrow: 'none' }),
      axisX(ticks, {
        lineHeight: 1.25,
        tickSize: 4,
        stroke: colours.line,
        fill: colours.muted,
        tickFormat: monthTick(ticks, language),
        label: null,
      }),
      ...shown.map((line, at) =>
        lineY(
          line.points.filter(({ period }) => months.includes(period)),
          {
            x: 'period',
            y: 'y',
            stroke: seriesColours[at] ?? colours.ink,
            strokeWidth: 2,
            strokeLinejoin: 'round',
            strokeDasharray: dashes[Math.floor(at / 2) % dashes.length] || 'none',
          },
        ),
      ),
      dot(
        points.filter(({ y }) => !Number.isNaN(y)),
        { x: 'period', y: 'y', r: 2.5, fill: stroke, ariaLabel: 'label' },
      ),
      link(ends, {
        x1: 'period',
        x2: () => labelColumn,
        y1: 'y',
        y2: 'labelY',
        stroke,
        strokeDasharray: '1,2',
      }),
      text(ends, {
        x: () => labelColumn,
        y: 'labelY',
        text: 'name',
        dx: 3,
        textAnchor: 'start',
        fill: colours.ink,
      }),
    ],
  });
}

/** Round ticks that hold every value and zero. */
function scaleOf(lines: readonly Line[]): { low: number; high: number; ticks: number[] } {
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y)).filter((y) => !Number.isNaN(y));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = (roundTicks(Math.max(most, -least) || 1)[1] ?? 1) as number;
  const from = Math.floor(least / step - 1e-9 + 2e-9);
  const to = Math.max(from + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, at) =>
    Number(((from + at) * step).toPrecision(12)),
  );
  return { low: from * step, high: to * step, ticks };
}

function endsOf(
  lines: readonly Line[],
  { low, high }: { low: number; high: number },
  height: number,
  room: number,
) {
  const perUnit = height / (high - low || 1);
  const last = lines.flatMap(({ key, name, points }, at) => {
    const end = points.findLast(({ y }) => !Number.isNaN(y));
    return end ? [{ ...end, key, name: shortened(name, room - 8), at }] : [];
  });
  const placed = spread(
    last.map(({ y }) => (y - low) * perUnit),
    16,
    6,
    height,
  );
  return last.map((end, index) => ({ ...end, labelY: (placed[index] ?? 0) / perUnit + low }));
}

function shortened(label: string, room: number): string {
  if (textWidth(label, 12) <= room) return label;
  const left = [...label];
  while (left.length > 1 && textWidth(`${left.join('')}…`, 12) > room) left.pop();
  return `${left.join('').trimEnd()}…`;
}

const barHeight = 30;

/** One bar a line for a single month, in the order given, with the figure at its end. */
export function seriesBars(lines: readonly Line[], options: Omit<LinesOptions, 'height'>): Element {
  const { width, document, description, unitName } = options;
  const bars = lines.flatMap(({ key, name, points: [point] }) => (point ? [{ key, name, ...point }] : []));
  const widest = Math.min(width * 0.32, Math.max(40, ...bars.map(({ name }) => textWidth(name, 12))) + 12);
  const figures = Math.max(40, ...bars.map(({ figure }) => textWidth(figure, 12))) + 12;
  const values = bars.map(({ y }) => y || 0);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return plot({
    document,
    width,
    height: bars.length * barHeight + 30,
    marginLeft: widest,
    marginRight: figures,
    marginTop: 24,
    marginBottom: 6,
    style: chartStyle,
    ariaLabel: description,
    x: { domain: low === high ? [0, 1] : [low, high], axis: null },
    y: { type: 'band', domain: bars.map(({ key }) => key), axis: null, padding: 0.25 },
    marks: [
      barX(bars, {
        y: 'key',
        x: (one: { y: number }) => one.y || 0,
        fill: colours.accent,
        rx: 1.5,
        ariaLabel: 'label',
      }),
      ruleX([0], { stroke: colours.muted }),
      text(bars, {
        y: 'key',
        frameAnchor: 'left',
        dx: -widest,
        textAnchor: 'start',
        text: ({ name }: { name: string }) => shortened(name, widest - 8),
        fill: colours.ink,
      }),
      text(bars, {
        y: 'key',
        x: (one: { y: number }) => Math.max(0, one.y || 0),
        dx: 6,
        textAnchor: 'start',
        text: 'figure',
        fill: colours.ink,
        fontVariant: 'tabular-nums',
      }),
      text([unitName], {
        frameAnchor: 'top-left',
        dx: -widest,
        dy: -18,
        textAnchor: 'start',
        fill: colours.muted,
      }),
    ],
  });
}
