import {
  type Dimension,
  dimensions,
  type Indicator,
  indicatorIds,
  indicators,
} from '../catalogue/indicators.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import { listParks } from '../warehouse/registry.ts';
import { type Figure, type Part, readStructure, type Structure } from '../warehouse/structure.ts';
import { periodOrRefuse } from './parameters.ts';
import { parameterClash } from './refusals.ts';
import {
  cellCodes,
  listOf,
  maybeDecimal,
  maybeText,
  oneOf,
  orRefused,
  periodParameter,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';
import { dimensionParameters, parseSeriesQuery, seriesParameters } from './series-query.ts';
import type { Context, Server } from './server.ts';

const parameters = record({
  indicator: oneOf(indicatorIds, {
    description: '指标，见/api/v1/indicators | Indicator, see /api/v1/indicators',
    examples: ['trade_value'],
  }),
  period: periodParameter('统计期 | Month'),
  by: oneOf(dimensions, {
    description: '按哪个维度分开；该维度取全部代码 | The dimension of the parts; all its codes are read',
    examples: ['park'],
  }),
  ...dimensionParameters,
  asOf: seriesParameters.properties.asOf,
});

const whyNone = maybeText({ description: '无值的原因 | Why there is no value', examples: ['NO_BASE'] });
const figure = (example: string, description: string) =>
  record({ value: maybeDecimal(example, description), reason: whyNone });
const part = record({
  ...cellCodes,
  value: maybeDecimal('12345678.90', '值 | Value'),
  status: oneOf(Object.keys(statuses), { description: '状态 | Status' }),
  reason: whyNone,
  release: maybeText({ description: '发布 | Release', examples: ['2026-10.1'] }),
  share: figure('0.250000000000', '占总体的比率 | Share of the whole'),
  yoy: figure('0.123000000000', '同比 | Growth on the year before'),
  contribution: figure('0.031000000000', '拉动，0.01为1个百分点 | Contribution to growth: 0.01 is a point'),
});
const balance = record({
  ...cellCodes,
  total: maybeDecimal('12345678.90', '合计 | The total'),
  yoy: figure('0.123000000000', '合计的同比 | Growth of the total'),
  sum: maybeDecimal('12345678.90', '各部分之和 | Sum of the parts'),
  unallocated: maybeDecimal('0.00', '未分摊：合计−各部分之和 | Total less the sum of the parts'),
  unallocated_contribution: maybeDecimal(
    '0.000000000000',
    '未分摊的拉动：合计同比−各部分拉动之和 | Growth of the total less the contributions',
  ),
  confidential: Type.Integer({ description: '保密的部分个数 | Parts that are confidential', examples: [0] }),
  missing: Type.Integer({ description: '未报送的部分个数 | Parts without a report', examples: [0] }),
  reason: maybeText({
    description:
      '不能相加的原因；RECOUNTED：该维度的合计重新计算，各部分不相加 | Why it does not add up; RECOUNTED: the total is counted anew, parts are not added',
    examples: ['RECOUNTED'],
  }),
});

const cell = Object.fromEntries(dimensions.map((dimension) => [dimension, '_T'])) as Record<
  Dimension,
  string
>;
const exampleFigure = { value: '0.123000000000', reason: null };
const schema = {
  operationId: 'readStructure',
  tags: ['observations'],
  summary: '一个月的构成与拉动 | What a month is made of, and what moved it',
  description:
    '各部分的值、占比、同比与拉动，以及合计 = 各部分之和 + 未分摊（+ 保密）。其他维度可写多个代码或*，每个总体一条对账。 | Parts with share, growth and contribution; total = sum of parts + unallocated (+ what is confidential). Other dimensions may name several codes or *: each whole has a balance of its own.',
  querystring: parameters,
  response: {
    200: listOf(
      part,
      {
        indicator: Type.String({ examples: ['trade_value'] }),
        period: Type.String({ examples: ['2026-10'] }),
        by: oneOf(dimensions),
        unit: Type.String({ examples: ['CNY'] }),
        decimals: Type.Integer({ examples: [2] }),
        as_of: vintageAsked,
        balances: Type.Array(balance),
      },
      {
        description: '构成 | The structure',
        examples: [
          {
            ...{ indicator: 'trade_value', period: '2026-10', by: 'park' as const, unit: 'CNY', decimals: 2 },
            as_of: null,
            balances: [
              {
                ...cell,
                total: '100.00',
                yoy: exampleFigure,
                sum: '100.00',
                unallocated: '0.00',
                unallocated_contribution: '0',
                ...{ confidential: 0, missing: 0, reason: null },
              },
            ],
            rows: [
              {
                ...cell,
                park: 'P01',
                value: '100.00',
                status: 'p' as const,
                reason: null,
                release: '2026-10.1',
                ...{ share: exampleFigure, yoy: exampleFigure, contribution: exampleFigure },
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400, 404),
  },
};

/** What a month is made of. */
export function structureRoutes(server: Server, { database }: Context): void {
  server.get('/structure', { config: { access: 'published' }, schema }, async (request) => {
    const asked = request.query as Static<typeof parameters>;
    const { by, period: month, ...rest } = asked;
    if (asked[by] !== undefined && asked[by] !== '*')
      throw parameterClash(by, asked[by], {
        zh: `by=${by}时取全部代码，请不写${by}或写${by}=*`,
        en: `With by=${by} all its codes are read: leave ${by} out or write ${by}=*`,
      });
    const parks = (await listParks(database)).map(({ park_id }) => park_id);
    const { indicator, select, asOf } = parseSeriesQuery({ ...rest, [by]: '*' }, parks);
    const period = periodOrRefuse('period', month);
    const found = await readStructure(database, { indicator, select, asOf, by, period });
    if (found.balances.length === 0) throw notReleased(period);
    const { unit, decimals } = indicators[indicator] as Indicator;
    return {
      ...{ indicator, period, by, unit, decimals },
      as_of: asOf?.toISOString() ?? null,
      ...told(found),
      reason: found.parts.length ? null : `没有按${by}的部分 | There are no parts by ${by}`,
    };
  });
}

function told({ parts, balances }: Structure) {
  const copy = ({ value, reason }: Figure) => ({ value, reason });
  return {
    balances: balances.map(({ cell: codesOf, yoy, ...rest }) => ({
      ...whole(codesOf),
      yoy: copy(yoy),
      ...rest,
    })),
    rows: parts.map(({ cell: codesOf, share, yoy, contribution, ...rest }: Part) => ({
      ...whole(codesOf),
      ...rest,
      ...{ share: copy(share), yoy: copy(yoy), contribution: copy(contribution) },
    })),
  };
}

/** Every dimension, also those that the query did not name. */
function whole(codesOf: Partial<Record<Dimension, string>>): Record<Dimension, string> {
  return { ...cell, ...codesOf };
}

function notReleased(period: string): Refusal {
  return new Refusal(
    'no_release',
    {
      zh: `${period}没有已发布的数据，见/api/v1/releases`,
      en: `Nothing is published for ${period}, see /api/v1/releases`,
    },
    { period },
  );
}
