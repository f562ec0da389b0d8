import { total } from '../catalogue/mode.ts';
import type { Database } from '../warehouse/database.ts';
import { listParks } from '../warehouse/registry.ts';
import { type VisibleRelease, visibleReleases } from '../warehouse/releases.ts';
import { readSeriesTable, type SeriesQuery } from '../warehouse/series.ts';
import type { SeriesContent } from './formats/columns.ts';
import { nothingReleased } from './nothing-released.ts';
import { citationOf } from './permalink.ts';
import { parameterClash } from './refusals.ts';
import { type Described, measureOf, namedIn, releasesRead, statusCounts } from './series-content.ts';
import { parseSeriesQuery, type SeriesParameters } from './series-query.ts';

/** The question behind the parameters; who asks for every park, or for none, needs no list of them. */
export async function queryOf(database: Database, asked: SeriesParameters): Promise<SeriesQuery> {
  const isNamed = asked.park !== undefined && asked.park !== '*' && asked.park !== total;
  const parks = isNamed ? await listParks(database) : [];
  return parseSeriesQuery(
    asked,
    parks.map(({ park_id }) => park_id),
  );
}

export interface Answer extends Described {
  readonly content: SeriesContent;
  readonly releases: readonly VisibleRelease[];
  /** Address of the next page. */
  readonly next: string | null;
}

/** Releases never change: those that are current when the reading begins make one vintage, without a transaction. */
export async function readAnswer(database: Database, asked: SeriesParameters): Promise<Answer> {
  const query = await queryOf(database, asked);
  const visible = await visibleReleases(database, query.asOf);
  const table = await readSeriesTable(database, query, visible);
  const rows = table.cells.length * table.months.length;
  if (rows === 0) throw nothingReleased(query, visible);
  const { page, next } = pageOf(asked, rows);
  const citation = citationOf(query, newestOf(visible));
  return {
    query,
    citation,
    months: table.months,
    releases: releasesRead(query, table, visible),
    rows,
    counts: statusCounts(table),
    content: { table, named: namedIn(query), decimals: measureOf(query).decimals, ...(page ? { page } : {}) },
    next: next === null ? null : nextPage(citation.permalink, asked, next),
  };
}

function pageOf({ limit, offset }: SeriesParameters, rows: number) {
  if (limit === undefined) {
    if (offset === undefined) return { page: undefined, next: null };
    throw parameterClash('offset', offset, {
      zh: 'offset须与limit同用',
      en: '`offset` needs a `limit`',
    });
  }
  const from = Number(offset ?? 0);
  const to = Math.min(rows, from + Number(limit));
  if (from >= rows)
    throw parameterClash('offset', String(offset), {
      zh: `offset应小于全部行数${rows}`,
      en: `\`offset\` must be less than the ${rows} rows there are`,
    });
  return { page: { from, to }, next: to < rows ? to : null };
}

function nextPage(permalink: string, { limit, format, bom }: SeriesParameters, offset: number): string {
  const rest = { limit, offset: String(offset), format, bom };
  const told = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${value}`,
  );
  return `${permalink}&${told.join('&')}`;
}

/** When the vintage got its newest release. */
export function newestOf(releases: readonly VisibleRelease[]): Date {
  return new Date(Math.max(...releases.map(({ published_at }) => published_at.getTime())));
}
