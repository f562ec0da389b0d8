import type { Decimal } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import { periodName } from '../figures.ts';
import { type ChartOptions, chartStyle, colours, spread, textWidth } from './frame.ts';
import { type Measure, ticksFor } from './measure.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, link, plot, pointerX, ruleX, ruleY, text, tip } from './plot.ts';
import { thinned } from './thin.ts';

export interface LinePoint {
  readonly period: Period;
  readonly value: Decimal | null;
  /** What is read at the point; unique in the drawing. */
  readonly label: string;
}

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly points: readonly LinePoint[];
  /** Lines are told apart by their dashes too, where there are several. */
  readonly dash?: string;
}

/** A value as it was first published, or the range in which one is to be expected. */
export interface Lines {
  readonly months: readonly Period[];
  readonly lines: readonly Line[];
  /** As first published: a thin line, with a ring where it was revised since. */
  readonly firsts?: readonly (LinePoint & { readonly isRevised: boolean })[];
  readonly expected?: readonly {
    readonly period: Period;
    readonly low: Decimal;
    readonly high: Decimal;
    readonly label: string;
  }[];
  /** Months to be shaded, and what for. */
  readonly shaded?: { readonly months: readonly Period[]; readonly name: string };
  /** Numbers of notes at their months. */
  readonly notes?: readonly { readonly period: Period; readonly number: string }[];
  /** A level that is meant, like 100 %. */
  readonly rule?: Decimal;
}

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
    x: { type: 'point', domain: [...months, endColumn], padding: 0.3 },
    y: { domain },
    marks: [
      shading(chart, scale),
      axes(ticks, months, scale, options),
      history(chart, measure),
      lineMarks(points),
      dots(points),
      whiskers(chart, measure),
      noteMarks(chart, domain[1]),
      names.width > 24 ? endMarks(points, chart, scale) : null,
      options.interactive ? pointerMarks(chart, domain[1], options) : null,
    ],
  });
}

interface Scale {
  readonly width: number;
  readonly height: number;
  readonly domain: readonly [number, number];
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

function shading({ shaded, months }: Lines, { width }: Scale) {
  if (!shaded?.months.length) return null;
  const step = width / (months.length + 0.6);
  return [
    ruleX(shaded.months, { stroke: colours.track, strokeWidth: Math.max(3, step * 0.86) }),
    step > 9
      ? text(shaded.months, {
          x: (period: Period) => period,
          frameAnchor: 'top',
          dy: -8,
          text: () => shaded.name,
          fill: colours.muted,
          fontSize: 11,
        })
      : null,
  ];
}

function history({ firsts = [] }: Lines, measure: Measure) {
  const known = firsts.map((first) => ({ ...first, y: measure.point(first.value) }));
  return [
    lineY(known, { x: 'period', y: 'y', stroke: colours.muted, strokeOpacity: 0.6, strokeWidth: 1 }),
    dot(
      known.filter(({ isRevised, y }) => isRevised && !Number.isNaN(y)),
      { x: 'period', y: 'y', r: 3.5, stroke: colours.muted, fill: colours.surface, strokeWidth: 1.25 },
    ),
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

function whiskers({ expected = [] }: Lines, measure: Measure) {
  const ends = expected.map(({ low, high, ...rest }) => ({
    ...rest,
    y1: measure.point(low),
    y2: measure.point(high),
  }));
  const place = { x: 'period', y1: 'y1', y2: 'y2' } as const;
  return [
    ruleX(ends, { ...place, stroke: colours.muted, strokeWidth: 9, strokeOpacity: 0.3 }),
    ruleX(ends, { ...place, stroke: colours.ink, strokeWidth: 1.5 }),
  ];
}

function noteMarks({ notes = [] }: Lines, top: number) {
  return [
    dot(notes, { x: 'period', y: () => top, r: 7, fill: colours.surface, stroke: colours.ink }),
    text(notes, { x: 'period', y: () => top, text: 'number', fill: colours.ink, fontSize: 10 }),
  ];
}

/** Lines are named at their ends where there are several and the names leave them most of the width. */
function endNames({ lines }: Lines, width: number): { readonly width: number } {
  if (lines.length < 2) return { width: 20 };
  const widest = Math.max(...lines.map(({ name }) => textWidth(name, 12)));
  return { width: widest <= width * 0.3 ? widest + 10 : 20 };
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
  return [
    ruleX(values, pointerX({ x: 'period', stroke: colours.muted, strokeDasharray: '2,3' })),
    tip(
      values,
      pointerX({
        x: 'period',
        y: 'y',
        title: 'title',
        fill: colours.surface,
        stroke: colours.line,
        preferredAnchor: 'top-left',
        fontSize: 12,
        lineHeight: 1.4,
      }),
    ),
  ];
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
