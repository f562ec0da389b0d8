import {
  type Beside,
  type Lookup,
  type Point,
  periodsRead,
  transformPoint,
} from '../catalogue/comparison.ts';
import {
  type Dimension,
  type Indicator,
  type IndicatorId,
  indicators,
  type ToldCodes,
  type Transform,
} from '../catalogue/indicators.ts';
import { type Mark, marksOf } from '../catalogue/marks.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import { silentMonths, type TurnoverId, turnover } from '../catalogue/turnover.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import { absent, type Cell, keyOf, parentOf, type Select, selectedCells, toldOf } from './series-cells.ts';
import {
  negativeParts,
  type Points,
  readPoints,
  refuseTooLarge,
  type VintageRelease,
} from './series-points.ts';
import { readTenantMonths, type TenantMonths, turnoverLookups } from './series-tenants.ts';

export type { Selection } from './series-cells.ts';
export { cellLimit } from './series-points.ts';

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
  return (await readTransformed(database, query)).map(({ row }) => row);
}

/** The same, with the marks of its rows. */
export async function readMarkedSeries(database: Database, query: SeriesQuery): Promise<MarkedSeries> {
  const found = await readTransformed(database, query);
  const marks = found.flatMap(({ told, row, read }) => {
    const { period, value } = row;
    const set = value === null ? [] : marksOf(query.transform, period as Period, read);
    return set.length ? [{ ...told, period, marks: set }] : [];
  });
  return { rows: found.map(({ row }) => row), marks };
}

/** A row, and the lookups that it was made with. */
interface Transformed {
  readonly told: ToldCodes;
  readonly row: SeriesRow;
  readonly read: readonly Lookup[];
}

async function readTransformed(database: Database, query: SeriesQuery): Promise<Transformed[]> {
  const releases = await visibleReleases(database, query.asOf);
  const first = releases[0]?.period as Period | undefined;
  const latest = releases.at(-1)?.period as Period | undefined;
  if (!first || !latest) return [];
  const to = query.to ?? latest;
  const from = query.last ? (periodsBetween(first, to).at(-query.last) ?? first) : (query.from ?? first);
  const read = periodsOf(query, from, to);
  const needed = releases.filter(({ period }) => period >= read.from && period <= read.to);
  const vintage = await readVintage(database, query, needed, first);
  const cells = selectedCells(query.select, vintage.points.keys());
  const shown = periodsBetween(from, to);
  refuseTooLarge(cells.length * shown.length);
  return cells.flatMap((cell) => {
    const { at, beside } = lookupsOf(vintage, query, cell);
    const told = toldOf(cell, query.select);
    const read = [at, ...(beside.whole ? [beside.whole] : [])];
    return shown.map((period) => ({
      told,
      row: {
        indicator: query.indicator,
        ...told,
        period,
        ...transformPoint(query.transform, period, at, beside),
      },
      read,
    }));
  });
}

interface Vintage {
  readonly points: Points;
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
  releases: readonly VintageRelease[],
  first: Period,
): Promise<Vintage> {
  const isRecounted =
    indicator in turnover && (madeOf(indicator) !== indicator || transform.startsWith('ytd'));
  return {
    points: await readPoints(database, madeOf(indicator), select, of, releases),
    released: new Map(releases.map(({ period, id }) => [period, id])),
    first,
    negative:
      transform === 'share' && of
        ? await negativeParts(database, indicator, select, of, releases)
        : new Set(),
    tenants: isRecounted ? await readTenantMonths(database, select, releases) : new Map(),
  };
}

/** The indicator that releases hold of what is asked for: counts over several months go by the active tenants. */
function madeOf(indicator: IndicatorId): IndicatorId {
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
  return {
    at,
    beside: {
      whole: cellLookup(vintage, indicator, whole),
      hasNegativePart: (period) => vintage.negative.has(`${keyOf(whole)}|${period}`),
    },
  };
}

/** The cell in the months of the vintage, whether its releases hold it or not. */
function cellLookup({ points, released }: Vintage, indicator: IndicatorId, cell: Cell): Lookup {
  const own = points.get(keyOf(cell));
  const parent = points.get(keyOf(parentOf(cell)));
  return (period): Point | undefined => {
    const release = released.get(period);
    return release === undefined
      ? undefined
      : (own?.get(period) ?? absent(indicator, cell, parent?.get(period), release));
  };
}
