import { sql } from 'kysely';
import { crossed } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Database } from './database.ts';
import { madeOf, monthsShown, periodsOf, readSeriesTable, type SeriesQuery } from './series.ts';
import { isSelected } from './series-cells.ts';
import { isRead, type Slice, type VintageRelease } from './series-points.ts';
import { cellsOf } from './series-size.ts';
import type { SeriesTable } from './series-table.ts';

/** So many rows are read at once; more, park by mode by flow: of these a cell names one detail at most. */
const rowsAtOnce = 50_000;

/** How many rows the whole answer has, counted before any of it is read. */
export async function countRows(
  database: Database,
  query: SeriesQuery,
  releases: readonly VintageRelease[],
): Promise<number> {
  const months = monthsShown(query, releases);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to) return 0;
  const read = periodsOf(query, from, to);
  const needed = releases.filter(({ period }) => period >= read.from && period <= read.to);
  return (await cellsOf(database, readingOf(query), needed)) * months.length;
}

/** The whole answer of any size, in parts that follow one another; what is held at a time does not grow with it. */
export async function* readSeriesParts(
  database: Database,
  query: SeriesQuery,
  releases: readonly VintageRelease[],
  atOnce = rowsAtOnce,
): AsyncGenerator<SeriesTable> {
  if ((await countRows(database, query, releases)) <= atOnce)
    yield await readSeriesTable(database, query, releases);
  else
    for (const slice of await slicesOf(database, query, releases))
      yield await readSeriesTable(database, query, releases, slice);
}

function readingOf({ indicator, select, of = null }: SeriesQuery) {
  return { indicator: madeOf(indicator), select, of };
}

/** Every park, mode and flow that is asked for by name or that some release holds, in the order of rows. */
async function slicesOf(
  { kysely }: Database,
  query: SeriesQuery,
  releases: readonly VintageRelease[],
): Promise<Slice[]> {
  const { rows } = await sql<Record<(typeof crossed)[number], string>>`
    select distinct park, mode, flow from observation
    where ${isRead({ ...readingOf(query), of: null }, releases)}`.execute(kysely);
  const { select } = query;
  const found = rows.filter((row) =>
    crossed.every((dimension) => isSelected(select[dimension], row[dimension])),
  );
  const named = (dimension: (typeof crossed)[number]) => {
    const codes = select[dimension] ?? [total];
    return codes === '*' ? [total] : codes;
  };
  for (const park of named('park'))
    for (const mode of named('mode')) for (const flow of named('flow')) found.push({ park, mode, flow });
  // A total stands before every code, as in a table.
  const key = (row: (typeof found)[number]) =>
    crossed.map((dimension) => (row[dimension] === total ? '' : row[dimension])).join('\u0000');
  const slices = new Map(found.map((row) => [key(row), row]));
  return [...slices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
