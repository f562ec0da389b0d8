import { total } from '../../catalogue/mode.ts';
import { toPoint } from '../../catalogue/number.ts';
import type { Period } from '../../catalogue/period.ts';
import { type Line, mostLines, seriesBars, seriesLines } from '../charts/series-lines.ts';
import type { Table } from '../charts/table.ts';
import { noValue, periodName, units } from '../figures.ts';
import { chartCard } from '../parts/chart-card.ts';
import type { QueryAnswer, QueryRow } from './answers.ts';
import { exactValue, headName, measureOf, unitOf, type Writing, writtenValue } from './cells.ts';
import { type Axis, variedAxes } from './layout.ts';
import { say } from './text.ts';

/** Where a line is read off: what it is, and its codes. */
function linesOf(answer: QueryAnswer, writing: Writing): Line[] {
  const axes = variedAxes(answer).filter((axis) => axis !== 'period');
  const groups = Map.groupBy(answer.rows, (row) => axes.map((axis) => row[axis] ?? total).join('|'));
  const lines = [...groups].map(([key, rows]): Line => {
    const name = nameOf(rows[0], axes, writing);
    return {
      key,
      name,
      points: rows.map((row) => {
        const figure = writtenValue(row.value, answer, writing.unit);
        return {
          period: row.period,
          y: scaled(row.value, answer, writing),
          figure,
          label: `${name} ${periodName(row.period, writing.language)} ${figure}`,
        };
      }),
    };
  });
  const parts = lines.filter(({ key }) => !key.split('|').some((code) => code === total));
  // Amounts of a whole would press its parts to the floor; of rates the whole is what parts are read against.
  return parts.length > 1 && measureOf(answer) === 'amount' ? parts : lines;
}

function nameOf(row: QueryRow | undefined, axes: readonly Axis[], writing: Writing): string {
  const names = axes.map((axis) => headName(axis, row?.[axis] ?? total, writing));
  return names.join(' · ') || say('total', writing.language);
}

/** From the first month that has a value: growth has none in its first year. */
function monthsWithValues({ months, rows }: QueryAnswer): readonly Period[] {
  const first = months.findIndex((month) => rows.some((row) => row.period === month && row.value !== null));
  return first < 0 ? months : months.slice(first);
}

/** A value on the scale of the drawing. */
function scaled(value: string | null, answer: QueryAnswer, { unit }: Writing): number {
  if (value === null) return Number.NaN;
  const measure = measureOf(answer);
  if (measure === 'amount') return toPoint(value) / units[unit].scale;
  return measure === 'plain' ? toPoint(value) : toPoint(value) * 100;
}

/** The table's question as a drawing: lines over months, bars within one; with the exact figures as a table. */
export function answerChart(
  answer: QueryAnswer,
  sentence: string,
  title: string,
  path: string,
  writing: Writing,
): HTMLElement {
  const { language, unit } = writing;
  const lines = linesOf(answer, writing);
  const unitName = unitOf(answer, writing);
  const isOneMonth = answer.months.length === 1;
  const common = { language, unit, document, unitName, description: sentence };
  const left = isOneMonth ? 0 : Math.max(0, lines.length - mostLines);
  return chartCard({
    id: 'answer-chart',
    title,
    sentence:
      left > 0
        ? `${sentence} ${say('firstLines', language, { shown: mostLines, count: lines.length })}`
        : sentence,
    draw: (width) =>
      isOneMonth
        ? seriesBars(lines.slice(0, 40), { ...common, width })
        : seriesLines(lines, monthsWithValues(answer), {
            ...common,
            width,
            height: Math.max(320, Math.min(440, width * 0.5)),
          }),
    table: tableOf(answer, lines, writing),
    tableUnit: say('unit_is', language, {
      unit: answer.unit === 'ratio' ? '1' : unitOf(answer, { ...writing }),
    }),
    language,
    path,
    hasPoints: true,
  });
}

function tableOf(answer: QueryAnswer, lines: readonly Line[], { language }: Writing): Table {
  const values = new Map(
    answer.rows.map((row) => [
      `${variedAxes(answer)
        .filter((axis) => axis !== 'period')
        .map((axis) => row[axis] ?? total)
        .join('|')} ${row.period}`,
      row,
    ]),
  );
  return {
    columns: [say('month', language), ...lines.map(({ name }) => name)],
    rows: answer.months.map((period) => [
      periodName(period, language),
      ...lines.map(({ key }) => exactValue(values.get(`${key} ${period}`)?.value, answer) || noValue),
    ]),
  };
}
