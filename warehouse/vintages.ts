import { type Lookup, type Point, transformPoint } from '../catalogue/comparison.ts';
import {
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal, divide, multiply, round } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { bandOf, type Pair, type RevisionBand } from './revision-statistics.ts';
import { monthsShown, type SeriesQuery } from './series.ts';
import { absent, type Cell, parentOf } from './series-cells.ts';
import { selectedCells } from './series-grid.ts';
import { type Observed, readObserved, type VintageRelease } from './series-points.ts';
import { refuseTooLarge, refuseUnread } from './series-size.ts';

/** Transforms whose first value can be told: those that a release's own figures make. */
export const vintageTransforms = [
  'level',
  'mom',
  'yoy',
  'ytd',
  'ytd_yoy',
  'r12',
] as const satisfies Transform[];

/** A figure as it was known when a release of its month came out. */
export interface Known {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
  readonly status: Status;
  readonly release: string | null;
  readonly published_at: Date;
}

/** A month's figure as first published and as it now is. */
export interface VintageRow {
  readonly cell: Cell;
  readonly period: Period;
  readonly releases: number;
  readonly first: Known;
  readonly latest: Known;
  /** Where the figure is to be expected once it is revised, by what became of its elders; of months not yet revised. */
  readonly expected: { readonly low: Decimal; readonly high: Decimal } | null;
}

export interface Vintages {
  readonly rows: readonly VintageRow[];
  readonly bands: readonly { readonly cell: Cell; readonly band: RevisionBand }[];
}

interface Published extends VintageRelease {
  readonly number: number;
  readonly published_at: Date;
}

interface Read {
  readonly query: SeriesQuery;
  readonly months: ReadonlyMap<string, readonly Published[]>;
  /** What the first releases of all months hold, the second ones, and so on. */
  readonly generations: ReadonlyMap<number, Observed>;
  /** When the last of all releases came out. */
  readonly newest: Date;
  /** The months of which a revision is to be expected. */
  readonly unsettled: ReadonlySet<string>;
}

/** A month that has not been revised within so many months mostly never is. */
const unsettledMonths = 3;

/** First and latest figures of cells, transformed, each by what was known when it was published. */
export async function readVintages(database: Database, query: SeriesQuery): Promise<Vintages> {
  const releases = await releasesBy(database, query.asOf);
  const shown = monthsShown(query, releases);
  if (shown.length === 0) return { rows: [], bands: [] };
  const { indicator, select } = query;
  await refuseUnread(database, { indicator, select, of: null }, releases, releases.length);
  const read: Read = {
    query,
    months: Map.groupBy(releases, ({ period }) => period),
    generations: await generationsOf(database, query, releases),
    newest: new Date(Math.max(...releases.map(({ published_at }) => published_at.getTime()))),
    unsettled: new Set([...new Set(releases.map(({ period }) => period))].slice(-unsettledMonths)),
  };
  const cells = cellsOf(read);
  refuseTooLarge(cells.length * releases.length);
  const bands = cells.map((cell) => ({ cell, band: bandOf(settled(read, cell), isRate(query.indicator)) }));
  return {
    bands,
    rows: bands.flatMap(({ cell, band }) => shown.flatMap((period) => rowOf(read, cell, period, band))),
  };
}

async function releasesBy({ kysely }: Database, asOf: Date | null): Promise<Published[]> {
  let query = kysely
    .selectFrom('release')
    .select(['id', 'release_key', 'period', 'number', 'published_at'])
    .orderBy('period')
    .orderBy('number');
  if (asOf) query = query.where('published_at', '<=', asOf);
  return query.execute();
}

/** Each month has one release at most in a generation, so that it is read like a vintage. The band goes by every month. */
async function generationsOf(
  database: Database,
  { indicator, select }: SeriesQuery,
  releases: readonly Published[],
): Promise<Map<number, Observed>> {
  const found = new Map<number, Observed>();
  for (const [number, own] of Map.groupBy(releases, (release) => release.number))
    found.set(number, await readObserved(database, { indicator, select, of: null }, own));
  return found;
}

/** Cells that any generation has, in order. */
function cellsOf({ query: { select }, generations }: Read): Cell[] {
  const keyOf = (cell: Cell) => dimensions.map((dimension) => cell[dimension].replace(total, ' ')).join('|');
  const cells = [...generations.values()].flatMap(({ grid, cells: found }) =>
    selectedCells(grid, select, found).map((cell) => [keyOf(cell), cell] as const),
  );
  return [...new Map(cells)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

/** The cell as a release has it; undefined where it does not. */
function held({ generations }: Read, cell: Cell, { number, period }: Published): Point | undefined {
  return generations.get(number)?.of(cell)?.(period as Period);
}

/** The cell as all months had it at an instant. */
function lookupAt(read: Read, cell: Cell, at: Date): Lookup {
  const parent = parentOf(cell);
  return (period) => {
    const release = read.months.get(period)?.findLast(({ published_at }) => published_at <= at);
    if (!release) return undefined;
    return (
      held(read, cell, release) ?? absent(read.query.indicator, cell, held(read, parent, release), release.id)
    );
  };
}

function rowOf(read: Read, cell: Cell, period: Period, band: RevisionBand): VintageRow[] {
  const releases = read.months.get(period) ?? [];
  const [first, latest] = [releases[0], releases.at(-1)];
  if (!first || !latest) return [];
  const { transform } = read.query;
  // What came out after the month's own release moves it too: growth on a base that was revised since.
  const now = lookupAt(read, cell, read.newest);
  const known = (at: Lookup, published_at: Date): Known => {
    const { value, reason, status, release } = transformPoint(transform, period, at);
    return { value, reason, status, release, published_at };
  };
  return [
    {
      cell,
      period,
      releases: releases.length,
      first: known(lookupAt(read, cell, first.published_at), first.published_at),
      latest: known(now, latest.published_at),
      expected:
        releases.length === 1 && read.unsettled.has(period) ? expected(read.query, period, now, band) : null,
    },
  ];
}

/** The transform of the month's value moved by the band's ends, the other months as they are. */
function expected(
  { indicator, transform }: SeriesQuery,
  period: Period,
  at: Lookup,
  { low, high, mean }: RevisionBand,
): VintageRow['expected'] {
  const current = at(period);
  if (mean === null || current?.value == null || !['p', 'e'].includes(current.status)) return null;
  const moved = [low, high].map((percent) => {
    const value = revisedBy(indicator, current.value as Decimal, percent);
    const lookup: Lookup = (month) => (month === period ? { ...current, value } : at(month));
    return transformPoint(transform, period, lookup).value;
  });
  const [a, b] = moved;
  if (a == null || b == null) return null;
  return compare(a, b) <= 0 ? { low: a, high: b } : { low: b, high: a };
}

/** A value after a revision in per cent of it, of rates in percentage points. */
function revisedBy(indicator: IndicatorId, value: Decimal, percent: Decimal): Decimal {
  const { decimals } = indicators[indicator];
  const share = divide(percent, '100', 12);
  const change = isRate(indicator) ? share : multiply(value.replace(/^-/, ''), share);
  return round(add(value, change), decimals);
}

function isRate(indicator: IndicatorId): boolean {
  return (indicators[indicator] as Indicator).unit === 'ratio';
}

/** First values beside the latest, without the newest month: it has had no time to be revised. */
function settled(read: Read, cell: Cell): Pair[] {
  return [...read.months.values()].slice(0, -1).flatMap((releases) => {
    const [first, later] = [releases[0], releases.at(-1)].map(
      (release) => release && held(read, cell, release)?.value,
    );
    return first != null && later != null ? [{ first, later }] : [];
  });
}
