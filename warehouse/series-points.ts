import { type SqlBool, sql } from 'kysely';
import type { Point } from '../catalogue/comparison.ts';
import {
  type Detail,
  type Dimension,
  details,
  dimensions,
  type IndicatorId,
  indicators,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import type { Cell, Select } from './series-cells.ts';
import { dimensionsOf, type Grid, gridOf, numberOf } from './series-grid.ts';

export interface VintageRelease {
  readonly id: string;
  readonly release_key: number;
  readonly period: string;
}

/** One code of some dimensions: the part of an answer that is read at a time. */
export type Slice = Readonly<Partial<Record<Dimension, string | undefined>>>;

export interface Reading {
  readonly indicator: IndicatorId;
  readonly select: Select;
  /** The dimension whose totals are read besides. */
  readonly of: Dimension | null;
  readonly slice?: Slice;
}

/** What releases hold of cells. */
export interface Observed {
  readonly grid: Grid;
  /** Numbers of the cells that some release holds. */
  readonly cells: Iterable<number>;
  /** The cell by month; undefined where no release holds it. */
  of(cell: Cell): ((period: Period) => Point | undefined) | undefined;
}

/** No code has it, nor a line of ours: it stands between the values of a column. */
const separator = '\u001f';
const separatorCode = separator.charCodeAt(0);
const measured = ['value', 'status', 'reason', 'coverage'] as const;

/**
 * What some releases hold of the cells asked for, of what those are parts of along `of`, and of their parents. The columns
 * come as one text each: for a hundred thousand cells, rows would take ten times as long to take apart.
 */
export async function readObserved(
  database: Database,
  reading: Reading,
  releases: readonly VintageRelease[],
): Promise<Observed> {
  const named = dimensionsOf(reading.select);
  const texts = releases.length ? await columnsOf(database, reading, named, releases) : undefined;
  const column = (name: string) => cellsOf(texts?.[name] ?? null);
  const codes = named.map((dimension) => column(dimension));
  const grid = gridOf(reading.select, new Map(named.map((dimension, at) => [dimension, new Set(codes[at])])));
  const rows = rowsOf(grid, codes, monthsOf(column('release_key'), releases), releases.length);
  const point = pointsOf(column, releases);
  const months = new Map(releases.map(({ period }, at) => [period as Period, at]));
  return {
    grid,
    cells: rows.keys(),
    of: (cell) => {
      const own = rows.get(numberOf(grid, cell));
      return (
        own &&
        ((period) => {
          const month = months.get(period);
          return month === undefined ? undefined : point(own[month] as number, month);
        })
      );
    },
  };
}

/** The observation of a row, counted from 1; none for 0. */
function pointsOf(column: (name: string) => string[], releases: readonly VintageRelease[]) {
  const [values = [], statuses = [], reasons = [], coverages = []] = measured.map(column);
  return (row: number, month: number): Point | undefined =>
    row === 0
      ? undefined
      : {
          value: values[row - 1] || null,
          status: statuses[row - 1] as Status,
          reason: (reasons[row - 1] || null) as Reason | null,
          coverage: coverages[row - 1] || null,
          release: (releases[month] as VintageRelease).id,
        };
}

/** The cells of a column. Rows come in order of the index: one that has the text of the one before shares it. */
function cellsOf(text: string | null): string[] {
  if (text === null) return [];
  const same = sameCells(text);
  if (same) return same;
  const cells: string[] = [];
  let cell = '';
  let end = -1;
  for (let at = 0; at <= text.length; at = end + 1) {
    end = at + cell.length;
    const isSame =
      (end === text.length || text.charCodeAt(end) === separatorCode) && text.startsWith(cell, at);
    if (!isSame) {
      const next = text.indexOf(separator, at);
      end = next < 0 ? text.length : next;
      cell = text.slice(at, end);
    }
    cells.push(cell);
  }
  return cells;
}

/** A column with one text in every row, as reasons mostly are: told by one comparison of memory. */
function sameCells(text: string): string[] | undefined {
  const first = text.indexOf(separator);
  if (first < 0) return undefined;
  const rows = (text.length + 1) / (first + 1);
  if (!Number.isInteger(rows)) return undefined;
  const cell = text.slice(0, first);
  return `${cell}${separator}`.repeat(rows).startsWith(text) ? new Array<string>(rows).fill(cell) : undefined;
}

async function columnsOf(
  { kysely }: Database,
  reading: Reading,
  named: readonly Dimension[],
  releases: readonly VintageRelease[],
): Promise<Record<string, string | null> | undefined> {
  const { decimals } = indicators[reading.indicator];
  const texts = {
    ...Object.fromEntries(named.map((dimension) => [dimension, sql.ref(dimension)])),
    release_key: sql`release_key::text`,
    value: sql`coalesce(round(value, ${sql.lit(decimals)})::text, '')`,
    status: sql`status`,
    reason: sql`coalesce(reason, '')`,
    coverage: sql`coalesce(coverage::text, '')`,
  };
  return kysely
    .selectFrom('observation')
    .select(
      Object.entries(texts).map(([name, text]) =>
        sql<string | null>`string_agg(${text}, ${sql.lit(separator)})`.as(name),
      ),
    )
    .where(isRead(reading, releases))
    .executeTakeFirst();
}

/** The observations that a reading needs, or of these only what is asked for. */
export function isRead(
  { indicator, select, of, slice = {} }: Reading,
  releases: readonly VintageRelease[],
  { onlyAsked = false } = {},
) {
  const codes = dimensions.flatMap((dimension) => {
    const asked = slice[dimension] === undefined ? (select[dimension] ?? [total]) : [slice[dimension]];
    if (asked === '*') return [];
    // A sparse cell of a detail is read against its parent cell, a part against its whole.
    const withTotal = !onlyAsked && (dimension === of || details.includes(dimension as Detail));
    const wanted = [...new Set(withTotal ? [...asked, total] : asked)];
    return [
      wanted.length === 1
        ? sql<SqlBool>`${sql.ref(dimension)} = ${wanted[0]}`
        : sql<SqlBool>`${sql.ref(dimension)} in (${sql.join(wanted)})`,
    ];
  });
  return sql<SqlBool>`indicator = ${indicator} and release_key in (${sql.join(
    releases.map(({ release_key }) => release_key),
  )}) and ${sql.join(codes.length ? codes : [sql`true`], sql` and `)}`;
}

function monthsOf(keys: readonly string[], releases: readonly VintageRelease[]): Int32Array {
  const places = new Map(releases.map(({ release_key }, at) => [String(release_key), at]));
  return Int32Array.from(keys, (key) => places.get(key) as number);
}

/** For each cell the row of each month, from 1; 0 where there is none. */
function rowsOf(
  { axes }: Grid,
  codes: readonly (readonly string[])[],
  months: Int32Array,
  monthCount: number,
): Map<number, Int32Array> {
  const rows = new Map<number, Int32Array>();
  const numbers = new Float64Array(months.length);
  for (const [at, { places, step }] of axes.entries()) {
    const column = codes[at] as readonly string[];
    let [code, place] = ['', 0];
    for (let row = 0; row < numbers.length; row++) {
      const next = column[row] as string;
      // Rows come in order of the index: most have the code of the one before.
      if (next !== code) [code, place] = [next, (places.get(next) as number) * step];
      numbers[row] = (numbers[row] as number) + place;
    }
  }
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] as number;
    const own = rows.get(number) ?? new Int32Array(monthCount);
    own[months[row] as number] = row + 1;
    rows.set(number, own);
  }
  return rows;
}

/** The wholes along a dimension, with the month behind the last bar, of which a part is below zero. */
export async function negativeParts(
  { kysely }: Database,
  { grid }: Observed,
  reading: Reading & { readonly of: Dimension },
  releases: readonly VintageRelease[],
): Promise<ReadonlySet<string>> {
  if (releases.length === 0) return new Set();
  const every = {
    select: { ...reading.select, [reading.of]: '*' },
    slice: { ...reading.slice, [reading.of]: undefined },
  };
  const rows = await kysely
    .selectFrom('observation')
    .select([...dimensions, 'period'])
    .where(isRead({ ...reading, ...every }, releases))
    .where('value', '<', sql<string>`0`)
    .where(reading.of, '<>', total)
    .execute();
  return new Set(
    rows.map(
      ({ period, ...cell }) => `${numberOf(grid, { ...(cell as Cell), [reading.of]: total })}|${period}`,
    ),
  );
}
