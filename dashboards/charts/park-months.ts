import { compare } from '../../catalogue/number.ts';
import { addMonths, type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Row } from '../answers.ts';
import { amount, growthWord, noValue, periodName, unitName } from '../figures.ts';
import { filledIn } from '../text.ts';
import { type ChartOptions, chartStyle, colours, point, roundTicks, textWidth } from './frame.ts';
import { shortened } from './ledger.ts';
import { areaY, axisX, axisY, dot, gridY, lineY, plot, text } from './plot.ts';

/** One small picture: its months, and what is written at its head. */
export interface SmallSeries {
  readonly key: string;
  readonly label: string;
  readonly rows: readonly Row[];
  /** Of the last month, from the API. */
  readonly growth?: string | null;
}

const words = {
  point: { zh: '{label} {month}：{value}', en: '{label}, {month}: {value}' },
  sentence: {
    zh: '{from}至{to}各{what}当月值，同一纵轴，{unit}。{to}同比增长{up}个，下降{down}个，无增速{none}个；增长最快：{first}。',
    en: 'Monthly values of each {what}, {from} to {to}, on one scale, {unit}. In {to} {up} grew, {down} fell, {none} have no growth; fastest: {first}.',
  },
  none: { zh: '无', en: 'none' },
} as const satisfies Record<string, Message>;

const gap = 22;
const rowHeight = 118;

function columnsOf(width: number, count: number): number {
  return Math.max(1, Math.min(count, width < 300 ? 1 : width < 620 ? 2 : 3));
}

export function parkMonthsHeight(count: number, width: number): number {
  return Math.ceil(count / columnsOf(width, count)) * rowHeight + 24;
}

interface Cell {
  readonly column: number;
  readonly line: number;
}
interface Point extends Cell {
  readonly period: Period;
  readonly y: number;
  readonly said: string;
}

/** Small pictures on one scale, so that sizes can be compared as well as shapes. */
export function parkMonthsChart(
  series: readonly SmallSeries[],
  description: string,
  options: ChartOptions,
): Element {
  const { width, document, unit, language } = options;
  const columns = columnsOf(width, series.length);
  const months = monthsOf(series);
  const cells = series.map((one, index) => ({
    ...one,
    column: index % columns,
    line: Math.floor(index / columns),
  }));
  const points = cells.flatMap((cell) => pointsOf(cell, months, options));
  const ticks = roundTicks(Math.max(0, ...points.map(({ y }) => y || 0)));
  const shown = ticks.filter((_, at) => at % 2 === 0);
  const facet = { fx: 'column', fy: 'line' } as const;
  const januaries = months.filter((month) => month.endsWith('-01'));
  const dated = januaries.length ? januaries : months.slice(0, 1);
  const left = 12 + Math.max(...ticks.map((tick) => textWidth(tick.toLocaleString('en'), 11)));
  return plot({
    document,
    width,
    height: parkMonthsHeight(series.length, width),
    marginTop: gap,
    marginBottom: 22,
    marginLeft: left,
    marginRight: 6,
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: months, padding: 0.2 },
    y: { domain: [0, ticks.at(-1) ?? 1], insetTop: 22 },
    fx: { domain: Array.from({ length: columns }, (_, at) => at), axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.16 },
    marks: [
      gridY(shown.slice(1), { stroke: colours.line, strokeOpacity: 1 }),
      axisY(shown, { tickSize: 0, fill: colours.muted, label: null, fontSize: 11 }),
      areaY(points, { ...facet, x: 'period', y: 'y', fill: colours.accent, fillOpacity: 0.12 }),
      lineY(points, { ...facet, x: 'period', y: 'y', stroke: colours.accent, strokeWidth: 1.6 }),
      // Where arrow keys stop; too small to be seen on the line.
      dot(points, {
        ...facet,
        x: 'period',
        y: 'y',
        r: 1.6,
        fill: colours.accent,
        filter: ({ y }: Point) => !Number.isNaN(y),
        ariaLabel: 'said',
      }),
      ...heads(cells, width / columns, options),
      axisX(dated, {
        tickSize: 0,
        fill: colours.muted,
        label: null,
        fontSize: 11,
        tickFormat: (month: Period) => periodName(month, language),
      }),
      text([unitName(unit, language)], {
        frameAnchor: 'top-left',
        dx: -left,
        dy: -gap + 6,
        fx: 0,
        fy: 0,
        textAnchor: 'start',
        fill: colours.muted,
        fontSize: 11,
      }),
    ],
  });
}

function heads(cells: readonly (SmallSeries & Cell)[], room: number, { unit }: ChartOptions) {
  const at = { fx: 'column', fy: 'line', fontSize: 12, dy: 2 } as const;
  return [
    text(cells, {
      ...at,
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: 2,
      text: ({ label }: SmallSeries) => shortened(label, room - 92),
      fill: colours.ink,
      fontWeight: 600,
    }),
    text(cells, {
      ...at,
      frameAnchor: 'top-right',
      textAnchor: 'end',
      text: ({ rows }: SmallSeries) => {
        const value = rows.at(-1)?.value;
        return value == null ? noValue : amount(value, unit);
      },
      fill: colours.ink,
      fontVariant: 'tabular-nums',
    }),
  ];
}

function monthsOf(series: readonly SmallSeries[]): Period[] {
  const periods = series.flatMap(({ rows }) => rows.map(({ period }) => period)).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}

function pointsOf(
  { label, rows, column, line }: SmallSeries & Cell,
  months: readonly Period[],
  { unit, language }: ChartOptions,
): Point[] {
  const byMonth = new Map(rows.map((row) => [row.period, row]));
  return months.map((period) => {
    const value = byMonth.get(period)?.value;
    const shown = value == null ? noValue : `${amount(value, unit)} ${unitName(unit, language)}`;
    const said = filledIn(words.point, language, {
      label,
      month: periodName(period, language),
      value: shown,
    });
    return { column, line, period, y: point(value, unit), said };
  });
}

/** What the pictures show, in one sentence: how many grew, and which most. */
export function parkMonthsSentence(
  series: readonly SmallSeries[],
  what: string,
  { unit, language }: Pick<ChartOptions, 'unit' | 'language'>,
): string {
  const months = monthsOf(series);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to) return filledIn(words.none, language);
  const grown = series.flatMap(({ label, growth }) => (growth == null ? [] : [{ label, growth }]));
  const [first] = grown.toSorted((a, b) => compare(b.growth, a.growth));
  return filledIn(words.sentence, language, {
    from: periodName(from, language),
    to: periodName(to, language),
    what,
    unit: unitName(unit, language),
    up: grown.filter(({ growth }) => compare(growth, '0') > 0).length,
    down: grown.filter(({ growth }) => compare(growth, '0') < 0).length,
    none: series.length - grown.length,
    first: first ? `${first.label} ${growthWord(first.growth, language)}` : filledIn(words.none, language),
  });
}

/** The first of so many months that end in one. */
export function monthsBack(to: Period, count: number): Period {
  return addMonths(to, 1 - count);
}
