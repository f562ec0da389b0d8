import type { Period } from '../../catalogue/period.ts';
import { periodName } from '../figures.ts';
import { type ChartOptions, chartStyle, colours, spread, textWidth } from './frame.ts';
import { history, noteMarks, type Scale, shading, whiskers } from './line-marks.ts';
import type { Lines } from './line-shape.ts';
import { type Measure, ticksFor } from './measure.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, link, plot, ruleY, text } from './plot.ts';
import { atPointer } from './pointer.ts';
import { thinned } from './thin.ts';

export type { Line, LinePoint, Lines } from './line-shape.ts';

export interface LinesOptions extends ChartOptions {
  readonly height: number;
  readonly measure: Measure;
  readonly description: string;
}

interface Drawn {
  readonly period: Period;
  readonly key: string;
  readonly y: number;
  readonly label: string;
  readonly colour: string;
  readonly dash: string | undefined;
}

const endColumn = 'end';
const margin = { top: 28, bottom: 40 };

/** Lines over months with what is to be known about them: first values, expected ranges, notes, shaded months. */
export function linesChart(chart: Lines, options: LinesOptions): Element {
  const { width, height, measure, document, description } = options;
  const { months } = chart;
  const points = drawnPoints(chart, options);
  const ticks = ticksFor(heights(chart, points, measure), measure.hasZero);
  const names = endNames(chart, width);
  const left = 12 + Math.max(...ticks.map((at) => textWidth(measure.tick(at), 12)));
  const inner = width - left - names.width;
  const domain = [ticks[0] ?? 0, ticks.at(-1) ?? 1] as const;
  const scale = { width: inner, height: height - margin.top - margin.bottom, domain };
  return plot({
    document,
    ...{ width, height, marginTop: margin.top, marginBottom: margin.bottom },
    ...{ marginLeft: left, marginRight: names.width },
    style: chartStyle,
    ariaLabel: description,
    x: { type: 'point', domain: names.isShown ? [...months, endColumn] : [...months], padding: 0.3 },
    y: { domain },
    marks: [
      shading(chart, scale),
      axes(ticks, months, scale, options),
      history(chart, measure),
      lineMarks(points),
      dots(points),
      whiskers(chart, measure, scale),
      noteMarks(chart, domain[1]),
      names.isShown ? endMarks(points, chart, scale) : null,
      options.interactive ? pointerMarks(chart, domain[1], options) : null,
    ],
  });
}

/** At most as many points of a line as the drawing has pixels to show them. */
function drawnPoints({ lines }: Lines, { width, measure }: LinesOptions): Drawn[] {
  return lines.flatMap(({ key, colour, dash, points }) =>
    thinned(
      points.map(({ period, value, label }) => ({
        period,
        key,
        colour,
        dash,
        label,
        y: measure.point(value),
      })),
      Math.max(60, width),
    ),
  );
}

function heights(
  { firsts = [], expected = [], rule }: Lines,
  points: readonly Drawn[],
  measure: Measure,
): number[] {
  return [
    ...points.map(({ y }) => y),
    ...firsts.map(({ value }) => measure.point(value)),
    ...expected.flatMap(({ low, high }) => [measure.point(low), measure.point(high)]),
    ...(rule === undefined ? [] : [measure.point(rule)]),
  ];
}

function axes(ticks: readonly number[], months: readonly Period[], { width }: Scale, options: LinesOptions) {
  const { language, measure } = options;
  const monthly = monthTicks(months, width);
  return [
    gridY(ticks, { stroke: colours.line, strokeOpacity: 1 }),
    ticks.includes(0) ? ruleY([0], { stroke: colours.muted }) : null,
    axisY(ticks, {
      tickSize: 0,
      fill: colours.muted,
      label: measure.name,
      labelArrow: 'none',
      tickFormat: (at: number) => measure.tick(at),
    }),
    axisX(monthly, {
      lineHeight: 1.25,
      tickSize: 4,
      stroke: colours.line,
      fill: colours.muted,
      tickFormat: monthTick(monthly, language),
      label: null,
    }),
  ];
}

function lineMarks(points: readonly Drawn[]) {
  const styles = [...new Set(points.map(({ dash }) => dash))];
  return styles.map((dash) =>
    lineY(
      points.filter((point) => point.dash === dash),
      {
        x: 'period',
        y: 'y',
        z: 'key',
        stroke: (point: Drawn) => point.colour,
        strokeWidth: 2,
        strokeLinejoin: 'round',
        ...(dash ? { strokeDasharray: dash } : {}),
      },
    ),
  );
}

/** Each value can be pointed at; with many they are small. */
function dots(points: readonly Drawn[]) {
  const known = points.filter(({ y }) => !Number.isNaN(y));
  return dot(known, {
    x: 'period',
    y: 'y',
    r: known.length > 200 ? 1.5 : 3,
    fill: (point: Drawn) => point.colour,
    ariaLabel: 'label',
  });
}

/** Lines are named at their ends where there are several and the names leave them most of the width. */
function endNames({ lines }: Lines, width: number): { readonly width: number; readonly isShown: boolean } {
  if (lines.length < 2) return { width: 12, isShown: false };
  const widest = Math.max(...lines.map(({ name }) => textWidth(name, 12)));
  const isShown = widest <= width * 0.3;
  return { width: isShown ? widest + 10 : 12, isShown };
}

function endMarks(points: readonly Drawn[], { lines }: Lines, { height, domain }: Scale) {
  const last = [...new Map(points.filter(({ y }) => !Number.isNaN(y)).map((p) => [p.key, p])).values()];
  const perUnit = height / (domain[1] - domain[0]);
  const placed = spread(
    last.map(({ y }) => (y - domain[0]) * perUnit),
    15,
    6,
    height,
  );
  const ends = last.map((point, at) => ({
    ...point,
    labelY: (placed[at] ?? 0) / perUnit + domain[0],
    name: lines.find(({ key }) => key === point.key)?.name ?? '',
  }));
  const colour = { stroke: (point: Drawn) => point.colour };
  return [
    link(ends, {
      x1: 'period',
      x2: () => endColumn,
      y1: 'y',
      y2: 'labelY',
      ...colour,
      strokeDasharray: '1,2',
    }),
    text(ends, {
      x: () => endColumn,
      y: 'labelY',
      text: 'name',
      dx: 3,
      textAnchor: 'start',
      fill: (point: Drawn) => point.colour,
      fontWeight: 600,
    }),
  ];
}

/** A line at the month under the pointer and all that is known of it. */
function pointerMarks(chart: Lines, top: number, { measure, language }: LinesOptions) {
  const values = chart.months.map((period) => ({
    period,
    y: top,
    title: titleOf(chart, period, measure, language),
  }));
  return atPointer(values);
}

function titleOf(chart: Lines, period: Period, measure: Measure, language: LinesOptions['language']): string {
  const shown = chart.lines.map(({ name, points }) => {
    const found = points.find((point) => point.period === period);
    return `${name}  ${measure.show(found?.value)}`;
  });
  const first = chart.firsts?.find((one) => one.period === period && one.isRevised)?.label;
  const expected = chart.expected?.find((one) => one.period === period)?.label;
  return [`${periodName(period, language)}  ${measure.name}`, ...shown, first, expected]
    .filter(Boolean)
    .join('\n');
}
