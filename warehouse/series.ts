import {
  type Beside,
  type Lookup,
  type Point,
  periodsRead,
  transformPoint,
} from '../catalogue/comparison.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type ToldCodes,
  type Transform,
} from '../catalogue/indicators.ts';
import { type Mark, marksOf } from '../catalogue/marks.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import { silentMonths, type TurnoverId, turnover } from '../catalogue/turnover.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import { absent, type Cell, parentOf, type Select, toldDimensions } from './series-cells.ts';
import { numberOf, selectedCells } from './series-grid.ts';
import {
  negativeParts,
  type Observed,
  type Reading,
  readObserved,
  type Slice,
  type VintageRelease,
} from './series-points.ts';
import { refuseTooLarge, refuseUnread } from './series-size.ts';
import {
  type MarkedSeries,
  type SeriesCell,
  type SeriesRow,
  type SeriesTable,
  seriesMarks,
  seriesRows,
} from './series-table.ts';
import { readTenantMonths, type TenantMonths, turnoverLookups } from './series-tenants.ts';

export type { Selection } from './series-cells.ts';
export { cellLimit } from './series-size.ts';
export type { SeriesRow } from './series-table.ts';

export interface SeriesQuery {
  readonly indicator: IndicatorId;
  readonly select: Select;
  /** Null = from the first, or to the last month that the vintage has. */
  readonly from: Period | null;
  readonly to: Period | null;
  readonly last: number | null;
  readonly transform: Transform;
  /** For share and contribution: the dimension whose total is the whole. */
  readonly of?: Dimension | null;
  readonly asOf: Date | null;
}

/** The months that a query's answer is made from: those of the transform, and what a count of tenants looks back on. */
export function periodsOf(
  { indicator, transform }: Pick<SeriesQuery, 'indicator' | 'transform'>,
  from: Period,
  to: Period,
): { from: Period; to: Period } {
  const read = periodsRead(transform, from, to);
  const back = (indicators[indicator] as Indicator).made === 'vintage' ? silentMonths : 0;
  return { from: addMonths(read.from, -back), to };
}

/** Observations of an indicator as one vintage has them, transformed, ordered by cell and month. */
export async function readSeries(database: Database, query: SeriesQuery): Promise<SeriesRow[]> {
  return (await readMarkedSeries(database, query)).rows;
}

/** The same, with the marks of its rows. */
export async function readMarkedSeries(database: Database, query: SeriesQuery): Promise<MarkedSeries> {
  const table = await readSeriesTable(database, query, await visibleReleases(database, query.asOf));
  return { rows: seriesRows(table), marks: seriesMarks(table) };
}

/** The months that a query shows; none where nothing is released. */
export function monthsShown(query: SeriesQuery, releases: readonly VintageRelease[]): Period[] {
  const first = releases[0]?.period as Period | undefined;
  const latest = releases.at(-1)?.period as Period | undefined;
  if (!first || !latest) return [];
  const to = query.to ?? latest;
  const from = query.last ? (periodsBetween(first, to).at(-query.last) ?? first) : (query.from ?? first);
  return periodsBetween(from, to);
}

/** The query's answer out of a vintage's releases; with a slice, the part of it with these codes. */
export async function readSeriesTable(
  database: Database,
  query: SeriesQuery,
  releases: readonly VintageRelease[],
  slice: Slice = {},
): Promise<SeriesTable> {
  const { indicator, select } = query;
  const months = monthsShown(query, releases);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to) return { indicator, months, cells: [] };
  const read = periodsOf(query, from, to);
  const needed = releases.filter(({ period }) => period >= read.from && period <= read.to);
  const reading = { indicator: madeOf(indicator), select, of: query.of ?? null, slice };
  // A slice is small: whoever reads slices knows the size of the whole.
  if (Object.keys(slice).length === 0) await refuseUnread(database, reading, needed, months.length);
  const vintage = await readVintage(database, query, reading, needed, releases[0]?.period as Period);
  const { grid, cells: found } = vintage.observed;
  const cells = selectedCells(grid, select, found).filter((cell) =>
    dimensions.every((dimension) => (slice[dimension] ?? cell[dimension]) === cell[dimension]),
  );
  refuseTooLarge(cells.length * months.length);
  const told = toldDimensions(select);
  return { indicator, months, cells: cells.map((cell) => shownCell(vintage, query, cell, told, months)) };
}

function shownCell(
  vintage: Vintage,
  query: SeriesQuery,
  cell: Cell,
  told: readonly Dimension[],
  months: readonly Period[],
): SeriesCell {
  const { transform } = query;
  const { at, beside } = lookupsOf(vintage, query, cell);
  const read = beside.whole ? [at, beside.whole] : [at];
  const points = months.map((period) => transformPoint(transform, period, at, beside));
  const codes: Record<string, string> = {};
  for (const dimension of told) codes[dimension] = cell[dimension];
  return { told: codes as unknown as ToldCodes, points, marks: marksIn(transform, months, points, read) };
}

/** What to mind about the values of a cell; a level is compared with nothing. */
function marksIn(
  transform: Transform,
  months: readonly Period[],
  points: readonly Point[],
  read: readonly Lookup[],
): SeriesCell['marks'] {
  if (transform === 'level') return [];
  return months.flatMap((period, place): [Period, Mark[]][] => {
    const set = points[place]?.value === null ? [] : marksOf(transform, period, read);
    return set.length ? [[period, set]] : [];
  });
}

interface Vintage {
  readonly observed: Observed;
  /** The release of each month read. */
  readonly released: ReadonlyMap<string, string>;
  readonly first: Period;
  readonly negative: ReadonlySet<string>;
  readonly tenants: TenantMonths;
}

/** Everything that a transform of the cells asked for needs of one vintage. */
async function readVintage(
  database: Database,
  { indicator, select, transform, of = null }: SeriesQuery,
  reading: Reading,
  releases: readonly VintageRelease[],
  first: Period,
): Promise<Vintage> {
  const isRecounted =
    indicator in turnover && (madeOf(indicator) !== indicator || transform.startsWith('ytd'));
  const observed = await readObserved(database, reading, releases);
  return {
    observed,
    released: new Map(releases.map(({ period, id }) => [period, id])),
    first,
    negative:
      transform === 'share' && of
        ? await negativeParts(database, observed, { ...reading, of }, releases)
        : new Set(),
    tenants: isRecounted ? await readTenantMonths(database, select, releases) : new Map(),
  };
}

/** The indicator that releases hold of what is asked for: counts over several months go by the active tenants. */
export function madeOf(indicator: IndicatorId): IndicatorId {
  return (indicators[indicator] as Indicator).made === 'vintage' ? 'active_tenants' : indicator;
}

function lookupsOf(
  vintage: Vintage,
  { indicator, transform, of }: SeriesQuery,
  cell: Cell,
): { at: Lookup; beside: Beside } {
  const at = cellLookup(vintage, madeOf(indicator), cell);
  if (vintage.tenants.size > 0) {
    const { at: counted, yearToDate } = turnoverLookups(
      indicator as TurnoverId,
      cell,
      at,
      vintage.tenants,
      vintage.first,
    );
    return { at: counted, beside: { yearToDate } };
  }
  if (!of || (transform !== 'share' && transform !== 'contribution')) return { at, beside: {} };
  const whole = { ...cell, [of]: total };
  const wholeNumber = numberOf(vintage.observed.grid, whole);
  return {
    at,
    beside: {
      whole: cellLookup(vintage, indicator, whole),
      hasNegativePart: (period) => vintage.negative.has(`${wholeNumber}|${period}`),
    },
  };
}

/** The cell in the months of the vintage, whether its releases hold it or not. */
function cellLookup({ observed, released }: Vintage, indicator: IndicatorId, cell: Cell): Lookup {
  const own = observed.of(cell);
  const parent = observed.of(parentOf(cell));
  return (period): Point | undefined => {
    const found = own?.(period);
    if (found) return found;
    const release = released.get(period);
    return release === undefined ? undefined : absent(indicator, cell, parent?.(period), release);
  };
}
