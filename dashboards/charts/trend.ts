import { type CustomsMode, customsModes, total } from '../../catalogue/mode.ts';
import { toPoint } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Row } from '../answers.ts';
import { amount, exact, noValue, periodName, unitName } from '../figures.ts';
import { say } from '../text.ts';
import type { Language, Unit } from '../view.ts';
import {
  type ChartOptions,
  chartStyle,
  colours,
  modeColours,
  point,
  roundTicks,
  spread,
  textWidth,
} from './frame.ts';
import { monthTick, monthTicks } from './months.ts';
import { axisX, axisY, dot, gridY, lineY, link, plot, ruleY, text } from './plot.ts';
import { atPointer } from './pointer.ts';

export interface TrendOptions extends ChartOptions {
  readonly height: number;
}

/** One place right of the last month, where the lines' names stand. */
const labelColumn = 'label';

interface Point {
  readonly period: Period;
  readonly mode: CustomsMode;
  readonly y: number;
}

/** All months from the first to the last of `rows`: a month without rows is a gap, not a shorter axis. */
function monthsOf(rows: readonly Row[]): Period[] {
  const periods = rows.map((row) => row.period).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}

function cellsByMonth(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [`${row.mode} ${row.period}`, row]));
}

/** Modes that have any trade, in catalogue order: a park that never had a mode shows no line along zero. */
function modesOf(rows: readonly Row[]): CustomsMode[] {
  const present = new Set(
    rows.filter((row) => row.value !== null && toPoint(row.value) !== 0).map((row) => row.mode),
  );
  return (Object.keys(customsModes) as CustomsMode[]).filter((mode) => present.has(mode));
}

/** Lines of the monthly value of each customs mode, each named at its end. */
export function trendChart(rows: readonly Row[], options: TrendOptions): Element {
  const { width, height, language, unit, document } = options;
  const months = monthsOf(rows);
  const modes = modesOf(rows);
  const cells = cellsByMonth(rows);
  const points: Point[] = modes.flatMap((mode) =>
    months.map((period) => ({ period, mode, y: point(cells.get(`${mode} ${period}`)?.value, unit) })),
  );
  const ticks = roundTicks(Math.max(0, ...points.map(({ y }) => y || 0)));
  const top = ticks.at(-1) ?? 1;
  const names = endNames(modes, options);
  const margin = { top: 26, right: names.width, bottom: 40, left: 14 + textWidth(String(top), 12) };
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const monthly = monthTicks(months, inner.width);
  const ends = endLabels(points, names.of, top, inner.height);

  return plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    style: chartStyle,
    ariaLabel: trendDescription(rows, options),
    x: { type: 'point', domain: [...months, labelColumn], padding: 0.3 },
    y: { domain: [0, top] },
    marks: [
      gridY(ticks.slice(1), { stroke: colours.line, strokeOpacity: 1 }),
      ruleY([0], { stroke: colours.muted }),
      axisY(ticks, { tickSize: 0, fill: colours.muted, label: unitName(unit, language), labelArrow: 'none' }),
      axisX(monthly, {
        lineHeight: 1.25,
        tickSize: 4,
        stroke: colours.line,
        fill: colours.muted,
        tickFormat: monthTick(monthly, language),
        label: null,
      }),
      lineY(points, {
        x: 'period',
        y: 'y',
        z: 'mode',
        stroke: (d: Point) => modeColours[d.mode],
        strokeWidth: 2,
        strokeLinejoin: 'round',
      }),
      dot(lonely(points), { x: 'period', y: 'y', r: 2.5, fill: (d: Point) => modeColours[d.mode] }),
      dot(ends, { x: 'period', y: 'y', r: 3, fill: (d: Point) => modeColours[d.mode] }),
      link(ends, {
        x1: 'period',
        x2: () => labelColumn,
        y1: 'y',
        y2: 'labelY',
        stroke: (d: Point) => modeColours[d.mode],
        strokeDasharray: '1,2',
      }),
      text(ends, {
        x: () => labelColumn,
        y: 'labelY',
        text: 'label',
        dx: 3,
        textAnchor: 'start',
        fill: (d: Point) => modeColours[d.mode],
        fontWeight: 600,
      }),
      options.interactive ? pointerMarks(months, modes, cells, top, options) : null,
    ],
  });
}

/** The mode's name stands at the end of its line where that leaves the lines enough of the width. */
function endNames(modes: readonly CustomsMode[], { width, language }: TrendOptions) {
  const full = (mode: CustomsMode) => `${mode} ${customsModes[mode][language]}`;
  const widest = Math.max(0, ...modes.map((mode) => textWidth(full(mode), 12)));
  return widest <= width * 0.3
    ? { of: full, width: widest }
    : { of: (mode: CustomsMode) => mode as string, width: 32 };
}

/** The last value of each mode with its label, the labels a line's height apart. */
function endLabels(
  points: readonly Point[],
  nameOf: (mode: CustomsMode) => string,
  top: number,
  height: number,
) {
  const last = [...new Map(points.filter(({ y }) => !Number.isNaN(y)).map((p) => [p.mode, p])).values()];
  const perUnit = height / top;
  const placed = spread(
    last.map(({ y }) => y * perUnit),
    16,
    6,
    height,
  );
  return last.map((end, index) => ({
    ...end,
    label: nameOf(end.mode),
    labelY: (placed[index] ?? 0) / perUnit,
  }));
}

/** Values between two gaps, which a line cannot show. */
function lonely(points: readonly Point[]): Point[] {
  const gap = (neighbour: Point | undefined, mode: CustomsMode) =>
    neighbour?.mode !== mode || Number.isNaN(neighbour.y);
  return points.filter(
    ({ mode, y }, index) => !Number.isNaN(y) && gap(points[index - 1], mode) && gap(points[index + 1], mode),
  );
}

/** A line at the month under the pointer and all its values. */
function pointerMarks(
  months: readonly Period[],
  modes: readonly CustomsMode[],
  cells: ReadonlyMap<string, Row>,
  top: number,
  { unit, language }: TrendOptions,
) {
  const shown = (row: Row | undefined) => (row?.value == null ? noValue : amount(row.value, unit));
  const values = months.map((period) => ({
    period,
    y: top,
    title: [
      `${periodName(period, language)} ${unitName(unit, language)}`,
      ...modes.map((mode) => `${mode}  ${shown(cells.get(`${mode} ${period}`))}`),
    ].join('\n'),
  }));
  return atPointer(values);
}

/** One sentence for those who cannot see the lines. */
export function trendDescription(
  rows: readonly Row[],
  { unit, language }: { unit: Unit; language: Language },
): string {
  const months = monthsOf(rows);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to) return say('noData', language);
  const cells = cellsByMonth(rows);
  const latest = modesOf(rows)
    .map((mode) => ({ mode, value: cells.get(`${mode} ${to}`)?.value }))
    .map(({ mode, value }) => `${mode} ${value == null ? noValue : amount(value, unit)}`)
    .join(language === 'zh' ? '，' : ', ');
  return say('trendIn', language, {
    from: periodName(from, language),
    to: periodName(to, language),
    unit: unitName(unit, language),
    latest: latest || say('noData', language),
  });
}

/** The same figures as a table, exact: a row per month, newest first. */
export function trendTable(rows: readonly Row[], language: Language) {
  const cells = cellsByMonth(rows);
  const modes = [...modesOf(rows), total] as const;
  return {
    columns: [
      say('month', language),
      ...modes.map((mode) => (mode === total ? say('allModes', language) : mode)),
    ],
    rows: monthsOf(rows)
      .reverse()
      .map((period) => [
        periodName(period, language),
        ...modes.map((mode) => exact(cells.get(`${mode} ${period}`)?.value)),
      ]),
  };
}
