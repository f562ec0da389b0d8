import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { notesAbout } from '../warehouse/notes.ts';
import { listParks } from '../warehouse/registry.ts';
import { type VisibleRelease, visibleReleases } from '../warehouse/releases.ts';
import { readSeriesTable, type SeriesQuery } from '../warehouse/series.ts';
import { type SeriesTable, seriesMarks } from '../warehouse/series-table.ts';
import { served } from './delivery-work.ts';
import { seriesArrow } from './formats/arrow.ts';
import { type SeriesContent, spansOf } from './formats/columns.ts';
import { seriesCsv } from './formats/csv.ts';
import { jsonRows } from './formats/json.ts';
import { noteRow } from './notes.ts';
import { nothingReleased } from './nothing-released.ts';
import { type MediaKind, mediaKindOf, mediaTypes } from './packing.ts';
import { citationOf } from './permalink.ts';
import { parameterClash } from './refusals.ts';
import {
  countsText,
  type Described,
  fileContent,
  fileName,
  measureOf,
  namedIn,
  releasesRead,
  statusCounts,
} from './series-content.ts';
import { parseSeriesQuery, type SeriesParameters } from './series-query.ts';
import { seriesSchema } from './series-schema.ts';
import type { Context, Reply, Request, Server } from './server.ts';

/** How long a pinned answer may be kept unasked: a new version of the program may word it anew. */
const pinnedForSeconds = 86_400;
const pinnedAfterMs = 24 * 3600_000;

export function seriesRoutes(server: Server, context: Context): void {
  const route = { config: { access: 'published' }, schema: seriesSchema } as const;
  server.get('/series', route, async (request, reply) => {
    const asked = request.query as SeriesParameters;
    const kind = formatOf(asked, request);
    const answer = await readAnswer(context.database, asked);
    headersOf(reply as Reply, answer, kind, context);
    await send(reply as Reply, answer, kind, asked, context);
    return reply;
  });
}

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
async function readAnswer(database: Database, asked: SeriesParameters): Promise<Answer> {
  const query = await queryOf(database, asked);
  const visible = await visibleReleases(database, query.asOf);
  const table = await readSeriesTable(database, query, visible);
  const rows = table.cells.length * table.months.length;
  if (rows === 0) throw nothingReleased(query, visible);
  const { page, next } = pageOf(asked, rows);
  const newest = new Date(Math.max(...visible.map(({ published_at }) => published_at.getTime())));
  const citation = citationOf(query, newest);
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

/** What every format says about itself; JSON says it in its body too. */
function headersOf(reply: Reply, answer: Answer, kind: MediaKind, { now, published }: Context): void {
  const { citation, releases, rows, counts, query, next } = answer;
  const links = [`<${citation.permalink}>; rel="canonical"`, `<${citation.pinned}>; rel="bookmark"`];
  if (next) links.push(`<${next}>; rel="next"`);
  reply.headers({
    'x-total': String(rows),
    'x-truncated': 'false',
    'x-query-id': citation.id,
    'x-as-of': citation.vintage,
    'x-releases': releases.map(({ id }) => id).join(' '),
    'x-status-counts': countsText(counts ?? {}),
    link: links.join(', '),
  });
  // Notes beside JSON come and go without a release.
  const times = releases.map(({ published_at }) => published_at.getTime());
  if (kind !== 'json' && times.length)
    reply.header('last-modified', new Date(Math.max(...times)).toUTCString());
  const who = published === 'open' ? 'public' : 'private';
  // A job publishes at the time that it was told, somewhat before it is done: only an older vintage is settled.
  const isSettled = query.asOf !== null && now().getTime() - query.asOf.getTime() > pinnedAfterMs;
  reply.header(
    'cache-control',
    isSettled ? `${who}, max-age=${pinnedForSeconds}, immutable` : `${who}, no-cache`,
  );
}

async function send(
  reply: Reply,
  answer: Answer,
  kind: MediaKind,
  asked: SeriesParameters,
  { database, files }: Context,
): Promise<void> {
  const { content, query } = answer;
  if (kind === 'json') {
    reply.type(`${mediaTypes.json}; charset=utf-8`).send(await jsonOf(database, answer));
    return;
  }
  const name = fileName(query, content.table);
  reply
    .type(kind === 'csv' ? `${mediaTypes.csv}; charset=utf-8` : mediaTypes[kind])
    .header('content-disposition', `attachment; filename="${name}.${kind}"`);
  if (kind === 'csv') reply.send(seriesCsv(content, asked.bom === 'true'));
  else if (kind === 'arrow') reply.send(seriesArrow(content));
  else reply.send(await served(files).bytes(kind, fileContent(answer, [content])));
}

async function jsonOf(
  database: Database,
  { query, content, citation, releases, rows, counts, next }: Answer,
) {
  const { unit, decimals } = measureOf(query);
  const { table } = content;
  const head = {
    indicator: query.indicator,
    transform: query.transform,
    unit,
    decimals,
    as_of: query.asOf?.toISOString() ?? null,
    releases: releases.map(({ id }) => id),
    query: citation,
    total: rows,
    statuses: counts,
    next,
  };
  const cells = spansOf(content).map(({ cell, from, to }) => ({
    ...cell,
    marks: cell.marks.filter(([period]) => table.months.slice(from, to).includes(period)),
  }));
  const tail = { marks: seriesMarks({ ...table, cells }), notes: await notesOn(database, query, table) };
  return `${JSON.stringify(head).slice(0, -1)},"rows":[${jsonRows(content)}],${JSON.stringify(tail).slice(1)}`;
}

/** Notes on the codes asked for, about one of the months shown; on the codes of `*`, all. */
export async function notesOn(
  database: Database,
  { indicator, select, asOf }: SeriesQuery,
  { months }: Pick<SeriesTable, 'months'>,
) {
  const codes = (dimension: 'park' | 'mode' | 'flow') => {
    const chosen = select[dimension] ?? [total];
    return chosen === '*' ? undefined : chosen;
  };
  const about = { indicator, parks: codes('park'), modes: codes('mode'), flows: codes('flow') };
  const notes = (await notesAbout(database, about, asOf)).map(noteRow);
  return notes.filter(({ from, to }) => months.some((period: Period) => period >= from && period <= to));
}

function formatOf({ format, bom }: SeriesParameters, request: Request): MediaKind {
  const kind = format ?? mediaKindOf(request.headers.accept);
  if (bom !== undefined && kind !== 'csv')
    throw parameterClash('bom', bom, { zh: 'bom只与CSV格式同用', en: '`bom` is for CSV only' });
  return kind;
}
