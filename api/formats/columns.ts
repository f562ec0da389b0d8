import type { Point } from '../../catalogue/comparison.ts';
import { alwaysTold, type Dimension, dimensions } from '../../catalogue/indicators.ts';
import type { SeriesCell, SeriesRow, SeriesTable } from '../../warehouse/series-table.ts';

/** Columns of a series in every format, in this order; a detail that is not always told stands where it is asked for. */
export function seriesColumns(asked: readonly Dimension[] = []): (keyof SeriesRow)[] {
  return [
    'indicator',
    ...toldDimensions(asked),
    'period',
    'value',
    'status',
    'reason',
    'coverage',
    'release',
  ];
}

export function toldDimensions(asked: readonly Dimension[]): Dimension[] {
  return dimensions.filter(
    (dimension) => (alwaysTold as readonly Dimension[]).includes(dimension) || asked.includes(dimension),
  );
}

/** Decimals of a series' coverage. */
export const coverageDecimals = 6;

/** An answer as all formats write it. */
export interface SeriesContent {
  readonly table: SeriesTable;
  readonly named: readonly Dimension[];
  /** Of the values. */
  readonly decimals: number;
  /** The rows of a page, from 0; all when not given. */
  readonly page?: Page;
}

export interface Page {
  readonly from: number;
  readonly to: number;
}

export interface Span {
  readonly cell: SeriesCell;
  /** Places of its first month and of the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** The cells on a page, each with its months there. */
export function spansOf({ table: { months, cells }, page }: SeriesContent): Span[] {
  const width = months.length;
  const { from, to } = page ?? { from: 0, to: width * cells.length };
  const first = Math.floor(from / width);
  return cells.slice(first, Math.ceil(to / width)).map((cell, place) => {
    const start = (first + place) * width;
    return { cell, from: Math.max(0, from - start), to: Math.min(width, to - start) };
  });
}

/** The rows of a page, one after the other. */
export function forEachPoint(content: SeriesContent, work: (point: Point, row: number) => void): void {
  let row = 0;
  for (const { cell, from, to } of spansOf(content))
    for (let month = from; month < to; month++) work(cell.points[month] as Point, row++);
}

export function rowsOn(content: SeriesContent): number {
  const { table, page } = content;
  return page ? page.to - page.from : table.months.length * table.cells.length;
}

/** The rows as texts in the order of the columns. */
export function* seriesTexts(content: SeriesContent): Generator<(string | null)[]> {
  const { table, named } = content;
  const dimensions = toldDimensions(named);
  for (const { cell, from, to } of spansOf(content)) {
    const codes = dimensions.map((dimension) => cell.told[dimension] ?? null);
    for (let month = from; month < to; month++) {
      const { value, status, reason, coverage, release } = cell.points[month] as Point;
      yield [
        table.indicator,
        ...codes,
        table.months[month] as string,
        value,
        status,
        reason,
        coverage,
        release,
      ];
    }
  }
}
