import { growthDecimals, type Point } from '../catalogue/comparison.ts';
import { type Dimension, type Indicator, indicators, type ToldCodes } from '../catalogue/indicators.ts';
import type { Mark } from '../catalogue/marks.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal, growth, round, subtract } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import { otherCodes, rest, restCells } from './query-rest.ts';
import { firstReleases, visibleReleases } from './releases.ts';
import type { Selection } from './series.ts';
import { periodsOf, readSeriesTable, type SeriesQuery } from './series.ts';
import type { VintageRelease } from './series-points.ts';
import type { SeriesCell } from './series-table.ts';

/** A vintage: what was known at an instant (null: now), or each month as it was first released. */
export type KnownAt = Date | 'first' | null;

export interface Query extends Omit<SeriesQuery, 'asOf'> {
  readonly vintage: KnownAt;
  /** A second vintage to compare with; undefined: none. */
  readonly against?: KnownAt | undefined;
  /** Calendar months 1–12 that are shown; null = all. */
  readonly calendar: readonly number[] | null;
  /** The largest so many codes of a dimension, and the rest as one where it adds up. */
  readonly top: { readonly dimension: Dimension; readonly count: number } | null;
}

export interface ComparedPoint {
  readonly point: Point;
  /** The same cell and month in the other vintage. */
  readonly other?: Point;
  /** This value less the other; null where either has none. */
  readonly delta?: Decimal | null;
  /** That as a ratio of the other; null for growth rates and where there is no base. */
  readonly change?: Decimal | null;
}

export interface QueryCell {
  readonly told: ToldCodes;
  readonly points: readonly ComparedPoint[];
  readonly marks: readonly (readonly [Period, Mark[]])[];
}

export interface QueryTable {
  readonly months: readonly Period[];
  readonly cells: readonly QueryCell[];
  /** Codes of the cut dimension, the largest first. */
  readonly ranked: readonly string[];
  /** False where the parts do not add up, and so there is no rest. */
  readonly hasRest: boolean;
  readonly releases: readonly string[];
  readonly otherReleases: readonly string[];
  readonly released: { readonly from: Period; readonly to: Period } | null;
}

export async function releasesAt(database: Database, at: KnownAt): Promise<VintageRelease[]> {
  return at === 'first' ? firstReleases(database) : visibleReleases(database, at);
}

/** Answers a question of the query page, out of one or two vintages. All of it should be read at one state. */
export async function readQuery(database: Database, query: Query): Promise<QueryTable> {
  const releases = await releasesAt(database, query.vintage);
  const asked = within(query, releases);
  const ranked = query.top ? await rank(database, asked, query.top, releases) : [];
  const cut = query.top ? cutTo(asked, query.top.dimension, ranked) : asked;
  const own = await readVintage(database, cut, query, ranked, releases);
  const otherReleases = query.against === undefined ? [] : await releasesAt(database, query.against);
  const other =
    query.against === undefined ? null : await readVintage(database, cut, query, ranked, otherReleases);
  const shown = own.months.flatMap((month, at) =>
    (query.calendar?.includes(Number(month.slice(5))) ?? true) ? [at] : [],
  );
  return {
    months: shown.map((at) => own.months[at] as Period),
    cells: compared(own, other, shown, query),
    ranked,
    hasRest: query.top !== null && addsUp(query),
    releases: readIds(query, own.months, releases),
    otherReleases: readIds(query, own.months, otherReleases),
    released: boundsOf(releases),
  };
}

function boundsOf(releases: readonly VintageRelease[]): QueryTable['released'] {
  const [from, to] = [releases[0]?.period, releases.at(-1)?.period];
  return from && to ? { from: from as Period, to: to as Period } : null;
}

/** What has not been released is not asked for: a year means its months so far. */
function within({ top, calendar, vintage, against, ...query }: Query, releases: readonly VintageRelease[]) {
  const bounds = boundsOf(releases);
  const to = query.to && bounds && query.to > bounds.to ? bounds.to : query.to;
  const from = query.from && bounds && query.from < bounds.from ? bounds.from : query.from;
  return { ...query, from, to, asOf: null } satisfies SeriesQuery;
}

function readIds(query: Query, months: readonly Period[], releases: readonly VintageRelease[]): string[] {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return [];
  const { from, to } = periodsOf(query, first, last);
  return releases.filter(({ period }) => period >= from && period <= to).map(({ id }) => id);
}

function addsUp({ indicator, top }: Query): boolean {
  return top !== null && (indicators[indicator] as Indicator).additivity[top.dimension] === 'sum';
}

/** The codes with the largest level over the months shown, or in the last of them where months do not add up. */
async function rank(
  database: Database,
  query: SeriesQuery,
  { dimension, count }: NonNullable<Query['top']>,
  releases: readonly VintageRelease[],
): Promise<string[]> {
  const others = Object.entries(query.select).filter(([name]) => name !== dimension);
  const select = {
    ...Object.fromEntries(others.map(([name, codes]) => [name, codes === '*' ? [total] : codes])),
    [dimension]: '*' as Selection,
  };
  const level: SeriesQuery = { ...query, select, transform: 'level', of: null };
  const { months, cells } = await readSeriesTable(database, level, releases);
  const sums = (indicators[query.indicator] as Indicator).additivity.time === 'sum';
  const sizes = new Map<string, Decimal>();
  for (const { told, points } of cells) {
    const code = (told as unknown as Record<string, string>)[dimension] as string;
    if (code === total || code === '_U') continue;
    const values = (sums ? points : points.slice(-1)).flatMap(({ value }) => value ?? []);
    if (values.length && months.length) sizes.set(code, values.reduce(add, sizes.get(code) ?? '0'));
  }
  return [...sizes]
    .sort(([a, x], [b, y]) => compare(y, x) || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([code]) => code);
}

function cutTo(query: SeriesQuery, dimension: Dimension, ranked: readonly string[]): SeriesQuery {
  return { ...query, select: { ...query.select, [dimension]: [total, ...ranked] } };
}

interface VintageTable {
  readonly months: readonly Period[];
  readonly cells: readonly SeriesCell[];
}

async function readVintage(
  database: Database,
  cut: SeriesQuery,
  query: Query,
  ranked: readonly string[],
  releases: readonly VintageRelease[],
): Promise<VintageTable> {
  const table = await readSeriesTable(database, cut, releases);
  if (!query.top || !addsUp(query)) return table;
  const dimension = query.top.dimension;
  const rests = await restCells(database, cut, dimension, ranked, releases);
  const place = (code: string) =>
    code === total ? -1 : code === rest ? ranked.length : ranked.indexOf(code);
  const codeOf = ({ told }: SeriesCell) => (told as unknown as Record<string, string>)[dimension] as string;
  const groups = Map.groupBy([...table.cells, ...rests], (cell) => otherCodes(cell, dimension));
  return {
    months: table.months,
    cells: [...groups.values()].flatMap((group) => group.sort((a, b) => place(codeOf(a)) - place(codeOf(b)))),
  };
}

function compared(
  own: VintageTable,
  other: VintageTable | null,
  shown: readonly number[],
  { indicator, transform }: Query,
): QueryCell[] {
  const keyOf = ({ told }: SeriesCell) => Object.values(told).join('|');
  const others = new Map(other?.cells.map((cell) => [keyOf(cell), cell]));
  const places = new Map(other?.months.map((month, at) => [month, at]));
  const isAmount = transform === 'level' || transform === 'ytd' || transform === 'r12';
  const decimals = isAmount ? indicators[indicator].decimals : growthDecimals;
  const months = new Set(shown.map((at) => own.months[at]));
  return own.cells.map((cell) => ({
    told: cell.told,
    points: shown.map((at) => {
      const point = cell.points[at] as Point;
      if (!other) return { point };
      const place = places.get(own.months[at] as Period);
      return beside(
        point,
        place === undefined ? undefined : others.get(keyOf(cell))?.points[place],
        isAmount,
        decimals,
      );
    }),
    marks: cell.marks.filter(([month]) => months.has(month)),
  }));
}

const unreleased: Point = { value: null, status: 'x', reason: 'MISSING', coverage: null, release: null };

function beside(point: Point, found: Point | undefined, isAmount: boolean, decimals: number): ComparedPoint {
  const other = found ?? unreleased;
  if (point.value === null || other.value === null) return { point, other, delta: null, change: null };
  const change =
    isAmount && compare(other.value, '0') > 0 ? growth(point.value, other.value, growthDecimals) : null;
  return { point, other, delta: round(subtract(point.value, other.value), decimals), change };
}
