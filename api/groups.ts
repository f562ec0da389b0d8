import { groupingIds, groupings } from '../catalogue/groupings.ts';
import type { IndicatorId } from '../catalogue/indicators.ts';
import { type Indicator, indicators } from '../catalogue/indicators.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { snapshot } from '../warehouse/database.ts';
import { readGroups } from '../warehouse/groups.ts';
import { exampleStanding, measured, standing, toldCodes, unitOf } from './ranking.ts';
import { oneCellParameters, parsePartsQuery } from './ranking-query.ts';
import { listOf, oneOf, orRefused, record, Type, vintageAsked } from './schema.ts';
import type { Context, Server } from './server.ts';

const parameters = record({
  ...oneCellParameters,
  by: oneOf(groupingIds, {
    description: '分组：park_type 园区类型，region 伙伴的洲别 | Types of park, or parts of the world',
    examples: ['park_type'],
  }),
});

const row = record({
  group: Type.String({ description: '组 | Group', examples: ['industry_cluster'] }),
  zh: Type.String({ examples: ['产业聚集型'] }),
  en: Type.String({ examples: ['Industry cluster'] }),
  members: Type.Integer({ minimum: 0, description: '组内代码数 | Codes of the group', examples: [2] }),
  ...toldCodes,
  period: Type.String({ examples: ['2026-10'] }),
  ...measured,
  ...standing,
});

const exampleRow = {
  group: 'industry_cluster',
  ...groupings.park_type.groups.industry_cluster,
  members: 2,
  park: '_T',
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
  ...exampleStanding,
};

const schema = {
  operationId: 'readGroups',
  tags: ['observations'],
  summary: '分组合计：园区类型、洲别 | Sums by type of park or part of the world',
  description:
    '各组为其成员之和，再按所要的变换计算；任一成员没有值，该组也没有。只用于可相加的指标。各组之和等于合计，不详单列一组。 | Each group is the sum of its members, then transformed; without a value of one member it has none. For what adds up only; groups add up to the total, what is unknown being a group of its own.',
  querystring: parameters,
  response: {
    200: listOf(
      row,
      {
        indicator: Type.String({ examples: ['trade_value'] }),
        by: oneOf(groupingIds),
        transform: Type.String({ examples: ['level'] }),
        unit: Type.String({ examples: ['CNY'] }),
        decimals: Type.Integer({ examples: [2] }),
        as_of: vintageAsked,
      },
      {
        description: '各组各月 | Groups and months',
        examples: [
          {
            indicator: 'trade_value',
            by: 'park_type',
            transform: 'level',
            unit: 'CNY',
            decimals: 2,
            as_of: null,
            rows: [exampleRow],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400, 404),
  },
};

/** Sums over groups of codes. */
export function groupRoutes(server: Server, { database }: Context): void {
  server.get('/groups', { config: { access: 'published' }, schema }, async ({ query: asked }) => {
    const { by, ...cell } = asked;
    const indicator = cell.indicator as IndicatorId;
    refuseUnadding(indicator, by);
    const query = await parsePartsQuery(database, groupings[by].of, { ...cell, indicator });
    const rows = await snapshot(database, (frozen) => readGroups(frozen, { ...query, by }));
    return {
      indicator,
      by,
      transform: query.transform,
      ...unitOf(query),
      as_of: query.asOf?.toISOString() ?? null,
      rows: rows.map((one) => ({ ...one, ...nameOf(by, one.group) })),
      reason: rows.length ? null : '没有成员，没有分组 | No group has a member',
    };
  });
}

function nameOf(by: keyof typeof groupings, group: string) {
  const { zh, en } = groupings[by].groups[group as never] as { zh: string; en: string };
  return { zh, en };
}

function refuseUnadding(indicator: IndicatorId, by: keyof typeof groupings): void {
  const { of } = groupings[by];
  const adds = (id: IndicatorId) => (indicators[id] as Indicator).additivity[of] === 'sum';
  if (adds(indicator)) return;
  const allowed = (Object.keys(indicators) as IndicatorId[]).filter(adds);
  throw new Refusal(
    'impossible_code',
    {
      zh: `指标${indicator}的各${of}不能相加，没有分组合计；可用的有${allowed.join('、')}`,
      en: `${indicator} does not add up over ${of}: it has no groups. Use one of ${allowed.join(', ')}`,
    },
    { parameter: 'indicator', value: indicator, allowed },
  );
}
