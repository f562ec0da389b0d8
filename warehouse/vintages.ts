import { type Lookup, type Point, transformPoint } from '../catalogue/comparison.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { add, compare, type Decimal, divide, multiply, round } from '../catalogue/number.ts';
import { type Period, periodsBetween } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { bandOf, type Pair, type RevisionBand } from './revision-statistics.ts';
import type { SeriesQuery } from './series.ts';
import { absent, type Cell, keyOf, parentOf, selectedCells } from './series-cells.ts';
import { observationsOf, refuseTooLarge } from './series-points.ts';

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

interface Published {
  readonly id: string;
  readonly release_key: number;
  readonly period: string;
  readonly number: number;
  readonly published_at: Date;
}

/** A cell in every release of every month. */
type Held = ReadonlyMap<number, Point>;

interface Read {
  readonly query: SeriesQuery;
  readonly months: ReadonlyMap<string, readonly Published[]>;
  readonly points: ReadonlyMap<string, Held>;
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
  const shown = shownMonths(query, releases);
  if (shown.length === 0) return { rows: [], bands: [] };
  const read: Read = {
    query,
    months: Map.groupBy(releases, ({ period }) => period),
    points: await pointsOf(database, query, releases),
    newest: new Date(Math.max(...releases.map(({ published_at }) => published_at.getTime()))),
    unsettled: new Set([...new Set(releases.map(({ period }) => period))].slice(-unsettledMonths)),
  };
  const cells = selectedCells(query.select, read.points.keys());
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

function shownMonths({ from, to, last }: SeriesQuery, releases: readonly Published[]): Period[] {
  const [first, latest] = [releases[0]?.period as Period, releases.at(-1)?.period as Period];
  if (!first || !latest) return [];
  const until = to ?? latest;
  return last ? periodsBetween(first, until).slice(-last) : periodsBetween(from ?? first, until);
}

async function pointsOf(
  database: Database,
  { indicator, select }: SeriesQuery,
  releases: readonly Published[],
): Promise<Map<string, Map<number, Point>>> {
  const ids = new Map(releases.map(({ id, release_key }) => [release_key, id]));
  const { decimals } = indicators[indicator];
  const found = new Map<string, Map<number, Point>>();
  for (const row of await observationsOf(database, indicator, select, null, [...ids.keys()])) {
    const key = keyOf(Object.fromEntries(dimensions.map((name: Dimension) => [name, row[name]])) as Cell);
    const held = found.get(key) ?? new Map<number, Point>();
    const { value, status, reason, coverage, release_key } = row;
    held.set(release_key, {
      value: value === null ? null : round(value, decimals),
      status: status as Status,
      reason: reason as Reason | null,
      coverage,
      release: ids.get(release_key) ?? null,
    });
    found.set(key, held);
  }
  return found;
}

/** The cell as all months had it at an instant. */
function lookupAt({ query, months, points }: Read, cell: Cell, at: Date): Lookup {
  const own = points.get(keyOf(cell));
  const parent = points.get(keyOf(parentOf(cell)));
  return (period) => {
    const release = months.get(period)?.findLast(({ published_at }) => published_at <= at);
    if (!release) return undefined;
    const { release_key, id } = release;
    return own?.get(release_key) ?? absent(query.indicator, cell, parent?.get(release_key), id);
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
function settled({ months, points }: Read, cell: Cell): Pair[] {
  const own = points.get(keyOf(cell));
  return [...months.values()].slice(0, -1).flatMap((releases) => {
    const [first, later] = [releases[0], releases.at(-1)].map(
      (release) => release && own?.get(release.release_key)?.value,
    );
    return first != null && later != null ? [{ first, later }] : [];
  });
}
