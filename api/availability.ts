import { unknownCode } from '../catalogue/codes.ts';
import { type Dimension, dimensions, type Indicator, indicators } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { codeName, dimensionNames } from '../catalogue/query-language/meaning.ts';
import type { Message } from '../catalogue/refusal.ts';
import {
  type Availability,
  blockingDimensions,
  noteKnownCells,
  readAvailability,
} from '../warehouse/availability.ts';
import { type Query, releasesAt } from '../warehouse/query.ts';
import { listParks } from '../warehouse/registry.ts';
import { cellLimit, monthsShown } from '../warehouse/series.ts';
import { parseQuery } from './query.ts';
import { type QueryParameters, queryParameters } from './query-schema.ts';
import { maybeText, oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const { against: _against, format: _format, bom: _bom, ...selection } = queryParameters.properties;
const parameters = record(selection);

const answer = record({
  indicator: Type.String({ examples: ['trade_value'] }),
  codes: Type.Array(
    record({
      dimension: oneOf(dimensions),
      code: Type.String({ examples: ['P01'] }),
      zh: Type.String(),
      en: Type.String(),
      cells: Type.Integer({ description: '与其他所选并存的单元 | Cells beside what else is chosen' }),
    }),
    { description: '在其他所选之下存在的代码，逐维度 | The codes that exist beside what else is chosen' },
  ),
  months: Type.Array(Type.String(), { description: '将显示的月份 | Months that would be shown' }),
  released_from: maybeText({ description: '有此数据的首月 | First month that has any of it' }),
  released_to: maybeText({ description: '有此数据的末月 | Last month that has any of it' }),
  cells: Type.Integer({ description: '每月单元数 | Cells of a month' }),
  rows: Type.Integer({ description: '结果的行数：单元×月份 | Rows of the result: cells × months' }),
  limit: Type.Integer({ description: '一次回答的上限 | Most rows of one answer' }),
  exists: Type.Boolean({ description: '是否有任何数据 | Whether there is anything' }),
  reason: maybeText({
    description: '没有数据的原因及最近的可选 | Why there is nothing, and what is nearest',
  }),
  blocking: Type.Array(oneOf(dimensions), {
    description: '去掉其中之一即有数据的维度 | Dimensions of which leaving out one would leave something',
  }),
});

const example = {
  indicator: 'trade_value',
  codes: [{ dimension: 'mode' as const, code: '9610', zh: '电子商务', en: 'CBEC retail', cells: 1 }],
  months: ['2026-10'],
  released_from: '2024-09',
  released_to: '2026-10',
  cells: 1,
  rows: 1,
  limit: cellLimit,
  exists: true,
  reason: null,
  blocking: [],
};

export function availabilityRoutes(server: Server, { database }: Context): void {
  server.get(
    '/availability',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'availability',
        tags: ['observations'],
        summary: '有哪些组合、多少单元 | Which combinations there are, and how many cells',
        description:
          '参数同query。查询之前即知：在其他所选之下每个维度有哪些代码、有哪些月份、结果多少行；没有数据时说明是哪个条件所致。 | Parameters as of query. Before a query is run: the codes of each dimension beside what else is chosen, the months, the rows of the result; where there is nothing, which condition leaves nothing.',
        querystring: parameters,
        response: { 200: { ...answer, examples: [example] }, ...orRefused(400, 404) },
      },
    },
    async ({ query: asked }) => {
      await noteKnownCells(database);
      const parks = await listParks(database);
      const query = parseQuery(
        asked as QueryParameters,
        parks.map(({ park_id }) => park_id),
      );
      const releases = await releasesAt(database, query.vintage);
      const found = await readAvailability(database, query.indicator, query.select, releases);
      const [from, to] = [releases[0]?.period as Period, releases.at(-1)?.period as Period];
      const clipped = { ...query, asOf: null, to: query.to && query.to > to ? to : query.to };
      const within = { ...clipped, from: query.from && query.from < from ? from : query.from };
      const months = monthsShown(within, releases).filter(
        (month) => query.calendar?.includes(Number(month.slice(5))) ?? true,
      );
      const overlaps = months.some((month) => month >= (found.from ?? '9') && month <= (found.to ?? '0'));
      const exists = found.held > 0 && overlaps;
      const blocking =
        found.held > 0 ? [] : await blockingDimensions(database, query.indicator, query.select, releases);
      const cells = query.top ? await cutCells(database, found, query, releases) : found.cells;
      return {
        indicator: query.indicator,
        codes: found.codes.map(({ dimension, code, cells }) => ({
          dimension,
          code,
          ...named(dimension, code, parks),
          cells,
        })),
        months,
        released_from: found.from,
        released_to: found.to,
        cells,
        rows: cells * months.length,
        limit: cellLimit,
        exists,
        reason: exists ? null : whyNothing(query.indicator, found, blocking, releases.length > 0),
        blocking,
      };
    },
  );
}

function named(dimension: Dimension, code: string, parks: Awaited<ReturnType<typeof listParks>>): Message {
  const { zh, en } = codeName(dimension, code, parks);
  return { zh, en };
}

/** With the largest only: so many codes, the total and the rest where parts add up, for each of the other codes. */
async function cutCells(
  database: Context['database'],
  { codes }: Availability,
  { indicator, select, top }: Query,
  releases: Awaited<ReturnType<typeof releasesAt>>,
): Promise<number> {
  if (!top) return 0;
  const { dimension, count } = top;
  const parts = codes.filter(
    (one) => one.dimension === dimension && one.code !== total && one.code !== unknownCode.code,
  );
  const hasRest = (indicators[indicator] as Indicator).additivity[dimension] === 'sum';
  const wholes = await readAvailability(database, indicator, { ...select, [dimension]: [total] }, releases);
  return wholes.cells * (Math.min(count, parts.length) + (hasRest ? 2 : 1));
}

function whyNothing(
  indicator: keyof typeof indicators,
  { from, to, held }: Availability,
  blocking: readonly Dimension[],
  released: boolean,
): string {
  if (!released) return '所问版本还没有任何发布 | Nothing had been released at that vintage';
  if (held > 0 && from && to)
    return `所选月份没有数据，有数据的是${from}至${to} | There is nothing in these months; there is from ${from} to ${to}`;
  const names = (language: keyof Message) =>
    blocking.map((one) => dimensionNames[one][language]).join(language === 'zh' ? '、' : ', ');
  return blocking.length
    ? `这些条件之下没有数据；放宽${names('zh')}${blocking.length > 1 ? '中的任一个' : ''}即有 | Nothing meets all of these; there is something when ${names('en')} is widened`
    : `“${indicators[indicator].zh}”没有这样的组合，请去掉两个以上条件 | ${indicators[indicator].en} has no such combination: take away more than one condition`;
}
