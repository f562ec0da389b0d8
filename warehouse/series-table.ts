import type { Point } from '../catalogue/comparison.ts';
import type { IndicatorId, ToldCodes } from '../catalogue/indicators.ts';
import type { Mark } from '../catalogue/marks.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';

/** A cell of an answer in each of its months. */
export interface SeriesCell {
  readonly told: ToldCodes;
  readonly points: readonly Point[];
  /** By month, where there is something to mind. */
  readonly marks: readonly (readonly [Period, Mark[]])[];
}

/** An answer before it is written out: `cells.length × months.length` rows, ordered by cell and month. */
export interface SeriesTable {
  readonly indicator: IndicatorId;
  readonly months: readonly Period[];
  readonly cells: readonly SeriesCell[];
}

export function rowsIn({ months, cells }: SeriesTable): number {
  return months.length * cells.length;
}

/** Tells the dimensions that are always told, and those that the query names. */
export interface SeriesRow extends ToldCodes {
  readonly indicator: string;
  readonly period: string;
  readonly value: string | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly coverage: string | null;
  readonly release: string | null;
}

/** What to mind about one row; rows with a value only, and only where there is something. */
export interface MarkedRow extends ToldCodes {
  readonly period: string;
  readonly marks: Mark[];
}

export interface MarkedSeries {
  readonly rows: SeriesRow[];
  readonly marks: MarkedRow[];
}

export function seriesRows({ indicator, months, cells }: SeriesTable): SeriesRow[] {
  return cells.flatMap(({ told, points }) =>
    months.map((period, at) => ({ indicator, ...told, period, ...(points[at] as Point) })),
  );
}

export function seriesMarks({ cells }: SeriesTable): MarkedRow[] {
  return cells.flatMap(({ told, marks }) => marks.map(([period, set]) => ({ ...told, period, marks: set })));
}
