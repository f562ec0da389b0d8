import { dimensions, type IndicatorId } from '../catalogue/indicators.ts';
import { statuses } from '../catalogue/status.ts';
import { snapshot } from '../warehouse/database.ts';
import { type RankedRow, readRanking } from '../warehouse/ranking.ts';
import { oneCellParameters, parsePartsQuery } from './ranking-query.ts';
import { listOf, maybeDecimal, maybeText, oneOf, orRefused, record, Type, vintageAsked } from './schema.ts';
import { measureOf } from './series-content.ts';
import type { Context, Server } from './server.ts';

const parameters = record({
  ...oneCellParameters,
  by: oneOf(dimensions, {
    description: '按哪个维度的代码排名 | The dimension whose codes are ranked',
    examples: ['park'],
  }),
  top: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d?|100)$',
      description:
        '只要前几名（并列的全列），其余合并在others，1–100 | Only the first ranks, ties included; the others as one sum; 1–100',
      examples: ['10'],
    }),
  ),
});

/** Codes that every row of a cell tells, and those that it tells where the query names them. */
export const toldCodes = {
  park: Type.String({ examples: ['P01'] }),
  mode: Type.String({ examples: ['_T'] }),
  flow: Type.String({ examples: ['_T'] }),
  partner: Type.String({ examples: ['_T'] }),
  chapter: Type.String({ examples: ['_T'] }),
  ...Object.fromEntries(
    dimensions
      .filter((dimension) => !['park', 'mode', 'flow', 'partner', 'chapter'].includes(dimension))
      .map((dimension) => [dimension, Type.Optional(Type.String())]),
  ),
};

export const measured = {
  value: maybeDecimal('12345678.90', '值 | Value'),
  status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[], { examples: ['p'] }),
  reason: maybeText({ description: '无值的原因 | Why there is no value', examples: [null] }),
  coverage: maybeDecimal('0.975000', '已报企业占应报企业的比率 | Tenants that reported over tenants due'),
  release: maybeText({ description: '该月的发布 | Release of the month', examples: ['2026-10.1'] }),
};

const reasonOf = (of: string) =>
  maybeText({ description: `没有${of}的原因 | Why there is none`, examples: [null] });

/** What a monthly value is compared with; other transforms have no such thing. */
export const standing = {
  growth: maybeDecimal('0.123000000000', '同比 | Year on year'),
  growth_reason: reasonOf('同比'),
  share: maybeDecimal('0.250000000000', '占合计的比重 | Share of the total'),
  share_reason: reasonOf('占比'),
  contribution: maybeDecimal('0.030000000000', '对合计增长的拉动 | Contribution to the growth of the total'),
  contribution_reason: reasonOf('拉动'),
};

export const exampleStanding = {
  growth: '0.123000000000',
  growth_reason: null,
  share: '0.250000000000',
  share_reason: null,
  contribution: '0.030000000000',
  contribution_reason: null,
};

const whole = (description: string, example: number) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description, examples: [example] });

const cell = {
  indicator: Type.String({ examples: ['trade_value'] }),
  ...toldCodes,
  period: Type.String({ examples: ['2026-10'] }),
  ...measured,
};
const row = record({
  ...cell,
  rank: whole(
    '名次：值大者在前，值相等者同名次，其后名次顺延（1、2、2、4）；没有值、不详、以及分项中为零的没有名次 | Standard competition ranking; none without a value, for what is unknown, and for a detail without trade',
    1,
  ),
  ranked: Type.Integer({
    description: '该月参加排名的个数 | How many are ranked in the month',
    examples: [6],
  }),
  rank_month_ago: whole('上月名次 | Rank of the month before', 2),
  rank_year_ago: whole('上年同月名次 | Rank of the same month of last year', 1),
  moved_month: whole('较上月上升的名次，下降为负 | Ranks risen since last month, negative = fallen', 1),
  moved_year: whole('较上年同月上升的名次 | Ranks risen since last year', 0),
  ...standing,
});

const answer = {
  indicator: Type.String({ examples: ['trade_value'] }),
  by: oneOf(dimensions),
  transform: Type.String({ examples: ['level'] }),
  unit: Type.String({ description: '值的单位 | Unit of the values', examples: ['CNY'] }),
  decimals: Type.Integer({ examples: [2] }),
  as_of: vintageAsked,
  totals: Type.Array(record({ ...cell, growth: standing.growth, growth_reason: standing.growth_reason }), {
    description: '各月的合计 | The total of each month',
  }),
  others: Type.Array(
    record({
      period: Type.String(),
      count: Type.Integer({ minimum: 0, description: '未列出的个数 | How many are not listed' }),
      value: maybeDecimal(
        '123.00',
        '其合计；增速等不能相加的为null | Their sum; null where values do not add up',
      ),
    }),
    { description: '写了top时未列出的部分 | What is not listed, where `top` is given' },
  ),
};

const exampleCell = {
  indicator: 'trade_value',
  park: 'P01',
  mode: '_T',
  flow: '_T',
  partner: '_T',
  chapter: '_T',
  period: '2026-10',
  value: '12345678.90',
  status: 'p' as const,
  reason: null,
  coverage: '0.975000',
  release: '2026-10.1',
};
const exampleRow = {
  ...exampleCell,
  rank: 1,
  ranked: 6,
  rank_month_ago: 2,
  rank_year_ago: 1,
  moved_month: 1,
  moved_year: 0,
  ...exampleStanding,
};

const schema = {
  operationId: 'readRanking',
  tags: ['observations'],
  summary: '排名及名次变化 | Ranks, and how they moved',
  description:
    '一个维度的全部代码按值排名，附上月和上年同月的名次；各月都出自同一版本。不写月份为最新发布月。 | The codes of a dimension ranked by value, with their ranks of last month and last year, all of one vintage. The latest released month when none is given.',
  querystring: parameters,
  response: {
    200: listOf(row, answer, {
      description: '排名，按月份、名次、代码排列 | Ranks, in order of month, rank and code',
      examples: [
        {
          indicator: 'trade_value',
          by: 'park',
          transform: 'level',
          unit: 'CNY',
          decimals: 2,
          as_of: null,
          totals: [{ ...exampleCell, park: '_T', growth: '0.098000000000', growth_reason: null }],
          others: [],
          rows: [exampleRow],
          reason: null,
        },
      ],
    }),
    ...orRefused(400, 404),
  },
};

/** Who stands where among the parks, the partners or the goods. */
export function rankingRoutes(server: Server, { database }: Context): void {
  server.get('/ranking', { config: { access: 'published' }, schema }, async ({ query: asked }) => {
    const { by, top, ...cell } = asked;
    const query = await parsePartsQuery(database, by, { ...cell, indicator: cell.indicator as IndicatorId });
    const { totals, rows, others } = await snapshot(database, (frozen) =>
      readRanking(frozen, { ...query, by, top: top === undefined ? null : Number(top) }),
    );
    return {
      indicator: query.indicator,
      by,
      transform: query.transform,
      ...unitOf(query),
      as_of: query.asOf?.toISOString() ?? null,
      totals: totals.map((one) => ({ ...one })),
      others: others.map((one) => ({ ...one })),
      rows: rows.map((one: RankedRow) => ({ ...one })),
      reason: rows.length ? null : '没有可排名的代码 | There is nothing to rank',
    };
  });
}

export function unitOf(query: Parameters<typeof measureOf>[0]) {
  const { unit, decimals } = measureOf(query);
  return { unit, decimals };
}
