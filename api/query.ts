import { type Dimension, dimensions, type Indicator, indicators } from '../catalogue/indicators.ts';
import { cutDimension } from '../catalogue/query-language/state.ts';
import { snapshot } from '../warehouse/database.ts';
import { type KnownAt, type Query, type QueryTable, readQuery } from '../warehouse/query.ts';
import { listParks } from '../warehouse/registry.ts';
import { tableCsv } from './formats/table-csv.ts';
import { nothingReleased } from './nothing-released.ts';
import { mediaTypes } from './packing.ts';
import { instantOrRefuse } from './parameters.ts';
import { exampleQuery, type QueryParameters, queryAnswer, queryParameters } from './query-schema.ts';
import { parameterClash } from './refusals.ts';
import { orRefused, Type } from './schema.ts';
import { notesOn } from './series.ts';
import { measureOf } from './series-content.ts';
import { parseSeriesQuery } from './series-query.ts';
import type { Context, Reply, Server } from './server.ts';

const schema = {
  operationId: 'query',
  tags: ['observations'],
  summary:
    '查询：前几名与其余、两个版本之差 | A query: the largest and the rest, two vintages and their difference',
  description:
    '与series同样的选择，另可只取最大的几个代码（其余合并为_O）、历年同月、各月首发值，或与另一版本并列。合计、其余和差都在此算出，页面不做统计。 | Selections as in series; besides, the largest codes with the rest as _O, the same months of every year, values as first released, and a second vintage with the difference. Totals, rests and differences are computed here, never on a page.',
  querystring: queryParameters,
  response: {
    200: {
      description: '结果 | The result',
      content: {
        [mediaTypes.json]: { schema: queryAnswer, example: exampleQuery },
        [mediaTypes.csv]: {
          schema: Type.String({ description: 'RFC 4180, UTF-8; empty = null' }),
          example: 'mode,period,value\r\n9610,2026-10,12345678.90\r\n',
        },
      },
    },
    ...orRefused(400, 404),
  },
};

export function queryRoutes(server: Server, { database }: Context): void {
  server.get('/query', { config: { access: 'published' }, schema }, async (request, reply) => {
    const asked = request.query as QueryParameters;
    const { format = 'json', bom } = asked;
    if (bom !== undefined && format !== 'csv')
      throw parameterClash('bom', bom, { zh: 'bom只与format=csv同用', en: '`bom` is for format=csv only' });
    const parks = await listParks(database);
    const query = parseQuery(
      asked,
      parks.map(({ park_id }) => park_id),
    );
    const { table, notes } = await snapshot(database, async (frozen) => {
      const read = await readQuery(frozen, query);
      return { table: read, notes: format === 'json' ? await notesOn(frozen, noteQuery(query), read) : [] };
    });
    const released = table.released ? [{ period: table.released.from }, { period: table.released.to }] : [];
    if (table.months.length === 0 || table.cells.length === 0)
      throw nothingReleased(
        noteQuery(query),
        released.map(({ period }) => ({ id: '', period })),
      );
    if (format === 'json') return answerOf(query, table, notes);
    const { columns, rows } = flat(query, table);
    (reply as Reply)
      .type(`${mediaTypes.csv}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="query_${query.indicator}.csv"`)
      .send(
        tableCsv(
          columns,
          rows.map((row) =>
            columns.map((column) => (row as Readonly<Record<string, string | null>>)[column] ?? null),
          ),
          bom === 'true',
        ),
      );
    return reply;
  });
}

/** The question without its second vintage, as notes and refusals are told by. */
function noteQuery(query: Query) {
  return { ...query, asOf: query.vintage instanceof Date ? query.vintage : null };
}

export function parseQuery(asked: QueryParameters, parks: readonly string[]): Query {
  const { months, top, asOf, against, format: _format, bom: _bom, ...selection } = asked;
  const { asOf: _asOf, ...query } = parseSeriesQuery(selection, parks);
  const dimension = cutDimension(query.select as Parameters<typeof cutDimension>[0]);
  if (top !== undefined && dimension === null)
    throw parameterClash('top', top, {
      zh: 'top需要一个取*的维度，如partner=*',
      en: '`top` needs a dimension with *, like partner=*',
    });
  return {
    ...query,
    vintage: vintageOf('asOf', asOf),
    against: against === undefined ? undefined : vintageOf('against', against),
    calendar: months?.split(',').map(Number) ?? null,
    top: top !== undefined && dimension ? { dimension, count: Number(top) } : null,
  };
}

function vintageOf(parameter: string, text: string | undefined): KnownAt {
  if (text === undefined || text === 'latest') return null;
  return text === 'first' ? 'first' : instantOrRefuse(parameter, text);
}

function saidVintage(vintage: KnownAt | undefined): string | null {
  return vintage instanceof Date ? vintage.toISOString() : (vintage ?? null);
}

function answerOf(query: Query, table: QueryTable, notes: Awaited<ReturnType<typeof notesOn>>) {
  const { rows } = flat(query, table);
  const named = namedDimensions(query);
  return {
    indicator: query.indicator,
    transform: query.transform,
    ...measured(query),
    as_of: saidVintage(query.vintage),
    against: query.against === undefined ? null : (saidVintage(query.against) ?? 'latest'),
    dimensions: named,
    months: [...table.months],
    cells: rows.length,
    ranked: [...table.ranked],
    has_rest: table.hasRest,
    additivity: additivityOf(query, named),
    releases: [...table.releases],
    against_releases: [...table.otherReleases],
    rows,
    marks: table.cells.flatMap(({ told, marks }) =>
      marks.map(([period, set]) => ({ ...codesOf(told, named), period, marks: set })),
    ),
    notes,
  };
}

function measured(query: Query) {
  const { unit, decimals } = measureOf(query);
  return { unit, decimals };
}

function namedDimensions({ select }: Query): Dimension[] {
  return dimensions.filter((dimension) => select[dimension] !== undefined);
}

/** How the totals of the answer come about; growth of a whole is no sum of the growth of its parts. */
function additivityOf({ indicator, transform }: Query, named: readonly Dimension[]) {
  if (transform === 'mom' || transform === 'yoy' || transform === 'ytd_yoy') return 'recompute' as const;
  const kinds = new Set(named.map((dimension) => (indicators[indicator] as Indicator).additivity[dimension]));
  const [only] = kinds;
  return kinds.size > 1 ? ('mixed' as const) : (only ?? ('sum' as const));
}

function codesOf(told: object, named: readonly Dimension[]): Record<string, string> {
  const codes = told as Readonly<Record<string, string>>;
  return Object.fromEntries(named.map((dimension) => [dimension, codes[dimension] as string]));
}

/** A row for each cell and month. */
function flat(query: Query, { months, cells }: QueryTable) {
  const named = namedDimensions(query);
  const rows = cells.flatMap(({ told, points }) =>
    points.map(({ point, other, delta, change }, at) => ({
      ...codesOf(told, named),
      period: months[at] as string,
      ...point,
      ...(other
        ? {
            against_value: other.value,
            against_status: other.status,
            against_reason: other.reason,
            against_release: other.release,
            delta: delta ?? null,
            change: change ?? null,
          }
        : {}),
    })),
  );
  const measures = ['value', 'status', 'reason', 'coverage', 'release'];
  const others = ['against_value', 'against_status', 'against_reason', 'against_release', 'delta', 'change'];
  const columns = [...named, 'period', ...measures, ...(query.against === undefined ? [] : others)];
  return { columns, rows };
}
