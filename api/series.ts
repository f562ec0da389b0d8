import { growthDecimals } from '../catalogue/comparison.ts';
import { alwaysTold, dimensions, indicators, type UnitId } from '../catalogue/indicators.ts';
import { markIds } from '../catalogue/marks.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { notesAbout } from '../warehouse/notes.ts';
import { listParks } from '../warehouse/registry.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { periodsOf, readMarkedSeries, type SeriesQuery, type SeriesRow } from '../warehouse/series.ts';
import { seriesArrow } from './arrow.ts';
import { seriesCsv } from './csv.ts';
import { noteRow, noteSchema } from './notes.ts';
import { type MediaKind, mediaKindOf, mediaTypes } from './packing.ts';
import { parameterClash } from './refusals.ts';
import { instant, maybeDecimal, maybeText, oneOf, orRefused, record, Type } from './schema.ts';
import { parseSeriesQuery, type SeriesParameters, seriesParameters } from './series-query.ts';
import type { Context, Reply, Request, Server } from './server.ts';

const code = (description: string, example: string) => Type.String({ description, examples: [example] });

const toldWhereNamed = Object.fromEntries(
  dimensions
    .filter((dimension) => !(alwaysTold as readonly string[]).includes(dimension))
    .map((dimension) => [
      dimension,
      Type.Optional(
        Type.String({ description: '只在查询写明该分组时有 | Only where the query names the dimension' }),
      ),
    ]),
);

const told = {
  park: code('园区 | Park', '_T'),
  mode: code('监管方式 | Customs mode', '9610'),
  flow: code('进出口 | Flow', 'export'),
  partner: code('伙伴国家（地区） | Partner', '_T'),
  chapter: code('HS章 | HS chapter', '_T'),
  ...toldWhereNamed,
  period: code('统计期 | Month', '2026-10'),
};

export const markList = Type.Array(oneOf(markIds), {
  description:
    '比较时须注意的事项，不改变值：SPRING_FESTIVAL 春节错月, LOW_COVERAGE 本期或基期覆盖率低于80%, UNEQUAL_COVERAGE 两期覆盖率相差1个百分点及以上, ESTIMATED 含估算, SCOPE_CHANGE 统计范围不同 | What to mind when comparing; a mark never changes a value',
  examples: [['SPRING_FESTIVAL']],
});

const row = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  ...told,
  value: maybeDecimal('12345678.90', '值，十进制文本 | Value as decimal text; null with a reason'),
  status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[], {
    description: '状态 | Status: p r f e c x z',
    examples: ['p'],
  }),
  reason: maybeText({ description: '无值的原因 | Why there is no value', examples: ['BASE_ZERO'] }),
  coverage: maybeDecimal('0.975000', '已报企业占应报企业的比率 | Tenants that reported over tenants due'),
  release: maybeText({
    description: '该月数据的发布 | Release of the month; null where it has none',
    examples: ['2026-10.1'],
  }),
});

const answer = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  transform: code('变换 | Transform', 'level'),
  unit: code('值的单位 | Unit of the values', 'CNY'),
  decimals: Type.Integer({ description: '小数位 | Decimals of the values', examples: [2] }),
  as_of: Type.Unsafe<string | null>({
    ...instant('所问的版本时刻，null为最新 | The vintage asked for; null = the newest'),
    type: ['string', 'null'],
  }),
  releases: Type.Array(Type.String(), {
    description: '所读各月（含基期）的发布 | Releases of the months read, base months included',
    examples: [['2026-10.1']],
  }),
  rows: Type.Array(row),
  marks: Type.Array(record({ ...told, marks: markList }), {
    description: '有标记的行（仅JSON） | The rows that have marks; in JSON only',
  }),
  notes: Type.Array(noteSchema, {
    description: '当时有效的有关说明（仅JSON） | Notes on what is asked for, at that vintage; in JSON only',
  }),
});

const exampleRow = {
  indicator: 'trade_value',
  park: '_T',
  mode: '9610',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  period: '2026-10',
  value: '12345678.90',
  status: 'p',
  reason: null,
  coverage: '0.975000',
  release: '2026-10.1',
} as const;
const example = {
  indicator: 'trade_value',
  transform: 'level',
  unit: 'CNY',
  decimals: 2,
  as_of: null,
  releases: ['2026-10.1'],
  rows: [exampleRow],
  marks: [],
  notes: [],
};

const schema = {
  operationId: 'readSeries',
  tags: ['observations'],
  summary: '观测值序列 | Observations of an indicator',
  description:
    '每个单元每月一行，按代码和月份排序；同一次回答只来自一个版本。没有值时value为null并给出reason，从不省略所问的行。 | One row per cell and month, in order of codes and months, of one vintage. Where there is no value, value is null with a reason: rows asked for are never left out.',
  querystring: seriesParameters,
  response: {
    200: {
      description: '序列 | The series',
      content: {
        [mediaTypes.json]: { schema: answer, example },
        [mediaTypes.csv]: {
          schema: Type.String({ description: 'RFC 4180, UTF-8; empty = null' }),
          example: seriesCsv([exampleRow], false),
        },
        [mediaTypes.arrow]: {
          schema: Type.String({
            format: 'binary',
            description:
              'Arrow IPC stream: codes dictionary<utf8>, value decimal128(38, decimals), coverage decimal128(38, 6)',
          }),
          example: '(binary)',
        },
      },
    },
    ...orRefused(400, 404),
  },
};

/** A pinned answer may be kept by the client this long: a new version of the program may word it anew. */
const pinnedFor = 'public, max-age=86400';
const pinnedAfterMs = 24 * 3600_000;

export function seriesRoutes(server: Server, { database, now }: Context): void {
  server.get('/series', { config: { access: 'published' }, schema }, async (request, reply) => {
    const asked = request.query as SeriesParameters;
    const kind = formatOf(asked, request);
    const parks = await listParks(database);
    const query = parseSeriesQuery(
      asked,
      parks.map(({ park_id }) => park_id),
    );
    const { rows, marks, releases, notes } = await snapshot(database, async (frozen) => ({
      ...(await readMarkedSeries(frozen, query)),
      releases: await visibleReleases(frozen, query.asOf),
      notes: kind === 'json' ? await notesOn(frozen, query) : [],
    }));
    if (rows.length === 0) throw nothingReleased(query, releases);
    // A job publishes at the time that it was told, somewhat before it is done: only an older vintage is settled.
    if (query.asOf && now().getTime() - query.asOf.getTime() > pinnedAfterMs)
      reply.header('cache-control', pinnedFor);
    const { unit, decimals } = measureOf(query);
    const named = dimensions.filter((dimension) => query.select[dimension] !== undefined);
    if (kind === 'json')
      return {
        indicator: query.indicator,
        transform: query.transform,
        unit,
        decimals,
        as_of: query.asOf?.toISOString() ?? null,
        releases: releasesRead(query, rows, releases),
        rows,
        marks,
        notes: notes.filter(({ from, to }) => concerns(rows, from, to)),
      };
    (reply as Reply)
      .type(kind === 'csv' ? `${mediaTypes.csv}; charset=utf-8` : mediaTypes[kind])
      .header('content-disposition', `attachment; filename="${fileName(query, rows)}.${kind}"`)
      .send(
        kind === 'csv' ? seriesCsv(rows, asked.bom === 'true', named) : seriesArrow(rows, decimals, named),
      );
    return reply;
  });
}

/** Notes on the codes asked for; on those of `*`, all. */
async function notesOn(database: Database, { indicator, select, asOf }: SeriesQuery) {
  const codes = (dimension: 'park' | 'mode' | 'flow') => {
    const chosen = select[dimension] ?? [total];
    return chosen === '*' ? undefined : chosen;
  };
  const about = { indicator, parks: codes('park'), modes: codes('mode'), flows: codes('flow') };
  return (await notesAbout(database, about, asOf)).map(noteRow);
}

/** True where one of the months shown lies between two. */
function concerns(rows: readonly SeriesRow[], from: string, to: string): boolean {
  return rows.some(({ period }) => period >= from && period <= to);
}

interface Release {
  readonly id: string;
  readonly period: string;
}

/** Growth is a ratio, whatever it is the growth of. */
export function measureOf({ indicator, transform }: Pick<SeriesQuery, 'indicator' | 'transform'>): {
  unit: UnitId;
  decimals: number;
} {
  if (transform === 'level' || transform === 'ytd' || transform === 'r12') return indicators[indicator];
  return { unit: 'ratio', decimals: growthDecimals };
}

function fileName({ indicator, transform }: SeriesQuery, rows: readonly SeriesRow[]): string {
  const months = new Set([rows[0]?.period, rows.at(-1)?.period]);
  return [indicator, transform, ...months].join('_');
}

function formatOf({ format, bom }: SeriesParameters, request: Request): MediaKind {
  const kind = format ?? mediaKindOf(request.headers.accept);
  if (bom !== undefined && kind !== 'csv')
    throw parameterClash('bom', bom, { zh: 'bom只与CSV格式同用', en: '`bom` is for CSV only' });
  return kind;
}

function releasesRead(query: SeriesQuery, rows: readonly SeriesRow[], releases: readonly Release[]) {
  const [first, last] = [rows[0]?.period as Period, rows.at(-1)?.period as Period];
  const { from, to } = periodsOf(query, first, last);
  return releases.filter(({ period }) => period >= from && period <= to).map(({ id }) => id);
}

/** Why there is not one row: nothing is published at all, or nothing in the months asked for. */
export function nothingReleased({ from, to, asOf }: SeriesQuery, releases: readonly Release[]): Refusal {
  const known = asOf ? { as_of: asOf.toISOString() } : {};
  const [first, last] = [releases[0]?.period, releases.at(-1)?.period];
  if (!first || !last)
    return new Refusal(
      'no_release',
      asOf
        ? {
            zh: `截至${asOf.toISOString()}还没有任何发布，请改用更晚的asOf`,
            en: `Nothing had been published by ${asOf.toISOString()}: ask with a later asOf`,
          }
        : {
            zh: '还没有任何发布。请先汇集数据并发布一个月：parkstat publish --period 2026-10',
            en: 'Nothing is published yet. Collect data and publish a month first: parkstat publish --period 2026-10',
          },
      known,
    );
  return new Refusal(
    'no_release',
    {
      zh: `所问的月份或分组没有已发布的数据；已发布${first}至${last}`,
      en: `Nothing is published for the months or breakdown asked for; published are ${first} to ${last}`,
    },
    { ...known, from, to, released_from: first, released_to: last },
  );
}
