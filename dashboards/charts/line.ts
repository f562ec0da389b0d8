import { toPoint } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import { noValue, periodName } from '../figures.ts';
import { type ChartOptions, colours, roundTicks, textWidth } from './frame.ts';
import { monthAxes } from './month-axes.ts';
import { linePath, shape, sheet } from './svg.ts';

export interface LineOptions extends ChartOptions {
  readonly height: number;
  /** How a value is written. */
  readonly write: (value: string) => string;
}

/** One line from zero, a dot for every month; months without a value are gaps. */
export function lineChart(rows: readonly Row[], description: string, options: LineOptions): Element {
  const { width, height, document, language, write } = options;
  const values = rows.map(({ value }) => (value === null ? Number.NaN : toPoint(value)));
  const ticks = roundTicks(Math.max(0, ...values.map((value) => value || 0)));
  const named = (tick: number) => write(String(tick));
  const left = 14 + Math.max(...ticks.map((tick) => textWidth(named(tick), 12)));
  const axes = monthAxes(
    {
      months: monthsOf(rows),
      height,
      margin: { top: 12, right: 8, bottom: 38, left },
      domain: [0, ticks.at(-1) ?? 1],
      ticks,
      write: named,
    },
    options,
  );
  const points = rows.map(({ period }, at) => ({ x: axes.x(period), y: axes.y(values[at] ?? Number.NaN) }));
  const between = language === 'zh' ? '：' : ': ';
  const dots = rows.map(({ period, value }, at) =>
    value === null
      ? undefined
      : shape(document, 'circle', {
          cx: points[at]?.x,
          cy: points[at]?.y,
          r: 2.6,
          fill: colours.accent,
          'aria-label': `${periodName(period, language)}${between}${write(value) || noValue}`,
        }),
  );
  return sheet(
    document,
    { width, height, label: description },
    ...axes.parts,
    shape(document, 'path', {
      d: linePath(points),
      fill: 'none',
      stroke: colours.accent,
      'stroke-width': 2,
      'stroke-linejoin': 'round',
    }),
    shape(document, 'g', {}, ...dots),
  );
}

/** All months from the first to the last: one without a row is a gap, not a shorter axis. */
export function monthsOf(rows: readonly { readonly period: Period }[]): Period[] {
  const periods = rows.map(({ period }) => period).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}
