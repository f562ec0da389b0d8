import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { notesAbout } from '../warehouse/notes.ts';
import type { SeriesQuery } from '../warehouse/series.ts';
import { type SeriesTable, seriesMarks } from '../warehouse/series-table.ts';
import { served } from './delivery-work.ts';
import { seriesArrow } from './formats/arrow.ts';
import { spansOf } from './formats/columns.ts';
import { seriesCsv } from './formats/csv.ts';
import { jsonRows } from './formats/json.ts';
import { noteRow } from './notes.ts';
import { type MediaKind, mediaKindOf, mediaTypes } from './packing.ts';
import { parameterClash } from './refusals.ts';
import { countsText, fileContent, fileName, measureOf } from './series-content.ts';
import type { SeriesParameters } from './series-query.ts';
import { type Answer, readAnswer } from './series-read.ts';
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
