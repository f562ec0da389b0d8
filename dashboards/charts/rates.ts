import { toPoint } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import { noValue, percent, periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import { type ChartOptions, chartStyle, colours } from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, plot, text } from './plot.ts';

/** A rate between nothing and all, month by month. */
export interface RateLine {
  readonly key: string;
  readonly label: string;
  readonly rows: readonly Row[];
}

const looks = [
  { stroke: colours.accent, strokeDasharray: undefined, fill: colours.accent },
  { stroke: 'var(--warn, #9a3412)', strokeDasharray: '4,3', fill: colours.surface },
] as const;

interface Point {
  readonly period: Period;
  readonly y: number;
  readonly said: string;
}

/** Two rates at most: one solid with full dots, one dashed with hollow ones, named above. */
export function ratesChart(
  lines: readonly RateLine[],
  description: string,
  { width, document, language }: ChartOptions,
): Element {
  const series = lines.map((line) => ({ ...line, points: pointsOf(line, language) }));
  const months = monthsOf(lines);
  const lowest = Math.min(1, ...series.flatMap(({ points }) => points.map(({ y }) => y || 1)));
  const bottom = Math.max(0, Math.floor((lowest - 0.05) * 10) / 10);
  const ticks = [bottom, (bottom + 1) / 2, 1];
  const monthly = monthTicks(months, width - 60);
  return plot({
    document,
    width,
    height: 210,
    marginLeft: 50,
    marginRight: 12,
    marginTop: 34,
    marginBottom: 38,
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: months, padding: 0.3 },
    y: { domain: [bottom, 1] },
    marks: [
      gridY(ticks, { stroke: colours.line, strokeOpacity: 1 }),
      axisY(ticks, {
        tickSize: 0,
        fill: colours.muted,
        label: null,
        tickFormat: (rate: number) => percent(String(rate)),
      }),
      axisX(monthly, {
        lineHeight: 1.25,
        tickSize: 4,
        stroke: colours.line,
        fill: colours.muted,
        tickFormat: monthTick(monthly, language),
        label: null,
      }),
      ...series.flatMap(({ points, label }, index) => marksOf(points, label, index)),
    ],
  });
}

function marksOf(points: readonly Point[], label: string, index: number) {
  const { stroke, strokeDasharray, fill } = looks[index] ?? looks[0];
  const dash = strokeDasharray ? { strokeDasharray } : {};
  const at = { frameAnchor: 'top-left', dy: -24 } as const;
  const left = index * 150;
  return [
    lineY(points, { x: 'period', y: 'y', stroke, ...dash, strokeWidth: 1.8 }),
    dot(points, {
      x: 'period',
      y: 'y',
      r: 3,
      fill,
      stroke,
      strokeWidth: 1.5,
      filter: ({ y }: Point) => !Number.isNaN(y),
      ariaLabel: 'said',
    }),
    dot([0], { ...at, dx: left - 42, r: 3.5, fill, stroke, strokeWidth: 1.5 }),
    text([label], { ...at, dx: left - 32, textAnchor: 'start', fill: colours.ink }),
  ];
}

function monthsOf(lines: readonly RateLine[]): Period[] {
  const periods = lines.flatMap(({ rows }) => rows.map(({ period }) => period)).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}

function pointsOf({ label, rows }: RateLine, language: Language): Point[] {
  return rows.map(({ period, value }) => ({
    period,
    y: value === null ? Number.NaN : toPoint(value),
    said: `${label} ${periodName(period, language)}${language === 'zh' ? '：' : ': '}${value === null ? noValue : percent(value)}`,
  }));
}
