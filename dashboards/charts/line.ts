import { toPoint } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import { noValue, periodName } from '../figures.ts';
import { type ChartOptions, chartStyle, colours, roundTicks, textWidth } from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, plot } from './plot.ts';

export interface LineOptions extends ChartOptions {
  readonly height: number;
  /** How a value is written. */
  readonly write: (value: string) => string;
}

interface Point {
  readonly period: Period;
  readonly y: number;
  readonly said: string;
}

/** One line from zero, a dot for every month; months without a value are gaps. */
export function lineChart(rows: readonly Row[], description: string, options: LineOptions): Element {
  const { width, height, document, language, write } = options;
  const points = rows.map(
    ({ period, value }): Point => ({
      period,
      y: value === null ? Number.NaN : toPoint(value),
      said: `${periodName(period, language)}${language === 'zh' ? '：' : ': '}${value === null ? noValue : write(value)}`,
    }),
  );
  const months = monthsOf(rows);
  const ticks = roundTicks(Math.max(0, ...points.map(({ y }) => y || 0)));
  const written = ticks.map((tick) => write(String(tick)));
  const left = 14 + Math.max(...written.map((tick) => textWidth(tick, 12)));
  const monthly = monthTicks(months, width - left);
  return plot({
    document,
    width,
    height,
    marginTop: 12,
    marginRight: 10,
    marginBottom: 38,
    marginLeft: left,
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: months, padding: 0.3 },
    y: { domain: [0, ticks.at(-1) ?? 1] },
    marks: [
      gridY(ticks, { stroke: colours.line, strokeOpacity: 1 }),
      axisY(ticks, {
        tickSize: 0,
        fill: colours.muted,
        label: null,
        tickFormat: (tick: number) => write(String(tick)),
      }),
      axisX(monthly, {
        lineHeight: 1.25,
        tickSize: 4,
        stroke: colours.line,
        fill: colours.muted,
        tickFormat: monthTick(monthly, language),
        label: null,
      }),
      lineY(points, { x: 'period', y: 'y', stroke: colours.accent, strokeWidth: 2 }),
      dot(points, {
        x: 'period',
        y: 'y',
        r: 2.6,
        fill: colours.accent,
        filter: ({ y }: Point) => !Number.isNaN(y),
        ariaLabel: 'said',
      }),
    ],
  });
}

function monthsOf(rows: readonly Row[]): Period[] {
  const periods = rows.map(({ period }) => period).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}
