import { type Point, periodsRead, transformPoint } from '../catalogue/comparison.ts';
import {
  alwaysTold,
  type Detail,
  type Dimension,
  details,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type ToldCodes,
  type Transform,
} from '../catalogue/indicators.ts';
import { customsModes, isPossibleCell, total } from '../catalogue/mode.ts';
import { round } from '../catalogue/number.ts';
import { type Period, periodsBetween } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';

/** Codes asked for in a dimension; `*` is every code that the vintage has, the total included. */
export type Selection = readonly string[] | '*';

export interface SeriesQuery {
  readonly indicator: IndicatorId;
  /** A dimension that is not named is asked for in total. */
  readonly select: Readonly<Partial<Record<Dimension, Selection>>>;
  /** Null = from the first, or to the last month that the vintage has. */
  readonly from: Period | null;
  readonly to: Period | null;
  readonly last: number | null;
  readonly transform: Transform;
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

type Cell = Readonly<Record<Dimension, string>>;

const noDetail = Object.fromEntries(details.map((detail) => [detail, total])) as Record<Detail, string>;

export const cellLimit = 200_000;

/** Observations of an indicator as one vintage has them, transformed, ordered by cell and month. */
export async function readSeries(database: Database, query: SeriesQuery): Promise<SeriesRow[]> {
  const releases = await visibleReleases(database, query.asOf);
  const first = releases[0]?.period as Period | undefined;
  const latest = releases.at(-1)?.period as Period | undefined;
  if (!first || !latest) return [];
  const to = query.to ?? latest;
  const from = query.last ? (periodsBetween(first, to).at(-query.last) ?? first) : (query.from ?? first);
  const read = periodsRead(query.transform, from, to);
  const needed = releases.filter(({ period }) => period >= read.from && period <= read.to);
  const points = await readPoints(database, query, needed);
  const cells = selectedCells(query, points.keys());
  const shown = periodsBetween(from, to);
  refuseTooLarge(cells.length * shown.length);
  const released = new Map(needed.map(({ period, id }) => [period, id]));
  return cells.flatMap((cell) => {
    const own = points.get(keyOf(cell));
    const parent = points.get(keyOf({ ...cell, ...noDetail }));
    const at = (period: Period) => {
      const release = released.get(period);
      return release === undefined
        ? undefined
        : (own?.get(period) ?? absent(query.indicator, cell, parent?.get(period), release));
    };
    const told = toldOf(cell, query.select);
    return shown.map((period) => ({
      indicator: query.indicator,
      ...told,
      period,
      ...transformPoint(query.transform, period, at),
    }));
  });
}

/** The codes of a cell that its rows tell. */
function toldOf(cell: Cell, select: SeriesQuery['select']): Pick<SeriesRow, Dimension> {
  const told = dimensions.filter(
    (dimension) =>
      select[dimension] !== undefined || (alwaysTold as readonly Dimension[]).includes(dimension),
  );
  return Object.fromEntries(told.map((dimension) => [dimension, cell[dimension]])) as Record<
    Dimension,
    string
  >;
}

async function readPoints(
  { kysely }: Database,
  query: SeriesQuery,
  releases: readonly { id: string; release_key: number }[],
): Promise<Map<string, Map<Period, Point>>> {
  if (releases.length === 0) return new Map();
  const ids = new Map(releases.map(({ id, release_key }) => [release_key, id]));
  let select = kysely
    .selectFrom('observation')
    .select([...dimensions, 'period', 'release_key', 'value', 'status', 'reason', 'coverage'])
    .where('indicator', '=', query.indicator)
    .where(
      'release_key',
      'in',
      releases.map(({ release_key }) => release_key),
    );
  for (const dimension of dimensions) {
    const codes = query.select[dimension] ?? [total];
    // A sparse cell of a detail is read against its parent cell.
    if (codes !== '*')
      select = select.where(
        dimension,
        'in',
        details.includes(dimension as Detail) ? [...codes, total] : [...codes],
      );
  }
  const rows = await select.limit(cellLimit * 2 + 1).execute();
  refuseTooLarge(rows.length > cellLimit * 2 ? rows.length : 0);
  const { decimals } = indicators[query.indicator];
  const points = new Map<string, Map<Period, Point>>();
  for (const { period, release_key, value, status, reason, coverage, ...cell } of rows) {
    const key = keyOf(cell);
    const series = points.get(key) ?? new Map<Period, Point>();
    points.set(
      key,
      series.set(period as Period, {
        value: value === null ? null : round(value, decimals),
        status: status as Status,
        reason: reason as Reason | null,
        coverage,
        release: ids.get(release_key) ?? null,
      }),
    );
  }
  return points;
}

function keyOf(cell: Cell): string {
  return dimensions.map((dimension) => cell[dimension]).join('|');
}

/** The cells that the query names, and for `*` those that the vintage has and the total, in code order with totals first. */
function selectedCells({ select }: SeriesQuery, keys: Iterable<string>): Cell[] {
  const found = new Map<string, Cell>();
  for (const key of keys) {
    const codes = key.split('|');
    const cell = Object.fromEntries(
      dimensions.map((dimension, at) => [dimension, codes[at] as string]),
    ) as unknown as Cell;
    if (
      dimensions.every((dimension) => {
        const codes = select[dimension] ?? [total];
        return codes === '*' || codes.includes(cell[dimension]);
      })
    )
      found.set(key, cell);
  }
  const named = Object.fromEntries(
    dimensions.map((dimension) => [
      dimension,
      select[dimension] === '*' ? [total] : (select[dimension] ?? [total]),
    ]),
  ) as Record<Dimension, readonly string[]>;
  for (const cell of product(named)) found.set(keyOf(cell), cell);
  return [...found].sort(([a], [b]) => (order(a) < order(b) ? -1 : 1)).map(([, cell]) => cell);
}

function order(key: string): string {
  return key.replaceAll(total, ' ');
}

function product(select: Record<Dimension, readonly string[]>): Cell[] {
  return dimensions.reduce<Partial<Cell>[]>(
    (cells, dimension) =>
      cells.flatMap((cell) => select[dimension].map((code) => ({ ...cell, [dimension]: code }))),
    [{}],
  ) as Cell[];
}

/** A cell that its month's release does not hold: not possible, a measured zero below a measured parent, or missing. */
function absent(id: IndicatorId, cell: Cell, parent: Point | undefined, release: string): Point {
  const { modes, unit } = indicators[id] as Indicator;
  const outside =
    modes === 'retail' && cell.mode !== total && !customsModes[cell.mode as keyof typeof customsModes].retail;
  if (outside || !isPossibleCell(cell.mode, cell.flow))
    return { value: null, status: 'z', reason: 'NOT_APPLICABLE', coverage: null, release };
  const sums = unit === 'CNY' || unit === 'USD' || unit === 'declarations';
  if (sums && parent?.value != null) return { ...parent, value: round('0', indicators[id].decimals) };
  // The grid of a release is complete: a park that is not in it did not exist.
  return {
    value: null,
    status: 'x',
    reason: parent ? 'MISSING' : 'NO_BASE',
    coverage: parent?.coverage ?? null,
    release,
  };
}

function refuseTooLarge(cells: number): void {
  if (cells <= cellLimit) return;
  throw new Refusal(
    'too_large',
    {
      zh: `查询结果超过上限${cellLimit}个单元，请缩小时间范围或分组`,
      en: `The answer has more than ${cellLimit} cells: narrow the months or the breakdown`,
    },
    { cells, limit: cellLimit },
  );
}
