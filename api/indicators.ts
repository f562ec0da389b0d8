import { definitionVersion } from '../catalogue/catalogue-versions.ts';
import { type CodedDimension, dimensionCodes } from '../catalogue/codes.ts';
import { families, familyIds, familyOf } from '../catalogue/indicators/families.ts';
import { formulas } from '../catalogue/indicators/formulas.ts';
import {
  dimensions,
  type Indicator,
  type IndicatorId,
  indicatorIds,
  indicators,
  transforms,
  transformsOf,
  unitNames,
} from '../catalogue/indicators.ts';
import { modesOf, parkTypes } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { listParks } from '../warehouse/registry.ts';
import { nearest } from './nearest.ts';
import { impossibleCode } from './refusals.ts';
import { listOf, noParameters, oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Server } from './server.ts';

const names = { zh: Type.String(), en: Type.String() };
const additivity = oneOf(['sum', 'recompute', 'none']);

const indicator = record(
  {
    id: Type.String({ examples: ['trade_value'] }),
    ...names,
    family: oneOf(familyIds, { description: '所属的组 | The group that it belongs to', examples: ['trade'] }),
    family_zh: Type.String({ examples: ['金额与结构'] }),
    family_en: Type.String({ examples: ['Values and structure'] }),
    definition: record(names),
    formula: record(names, { description: '公式，用文字 | The formula in words' }),
    unit: Type.String({ examples: ['CNY'] }),
    unit_zh: Type.String({ examples: ['元'] }),
    unit_en: Type.String({ examples: ['CNY'] }),
    decimals: Type.Integer({ description: '发布值的小数位 | Decimals of a published value' }),
    breakdowns: Type.Array(oneOf(dimensions), {
      description: '可用分组 | Dimensions that a query may name',
    }),
    modes: Type.Array(Type.String(), {
      description: '有意义的监管方式 | Customs modes for which it has a meaning',
      examples: [['9610']],
    }),
    additivity: record(
      Object.fromEntries([...dimensions, 'time'].map((dimension) => [dimension, additivity])),
      { description: '各维度上合计的算法 | How totals are made over each dimension, and over months' },
    ),
    transforms: Type.Array(oneOf(Object.keys(transforms))),
    made: oneOf(['month', 'vintage'], {
      description:
        'month 由当月数据产生；vintage 读取时由同一版本各月的发布产生 | From the lines of its month, or, when read, from several months of one vintage',
    }),
    method: Type.String({
      description: 'SQL模型，或读取时的算法 | The SQL model that makes it, or the way it is made when read',
      examples: ['indicators.trade_value'],
    }),
    since: Type.String({
      description: '定义的起始月 | First month of the definition',
      examples: ['2000-01'],
    }),
    definition_version: Type.Integer({
      description: '定义的版本，从1起 | Version of the definition, from 1',
    }),
    definition_catalogue: Type.String({
      description: '该定义自此目录版本起，见/catalogue/changes | Release of the catalogue that it came with',
      examples: ['2.0.0'],
    }),
  },
  { description: '指标 | An indicator', examples: [describe('trade_value')] },
);

function describe(id: IndicatorId) {
  const entry: Indicator = indicators[id];
  const family = familyOf(id);
  return {
    id,
    zh: entry.zh,
    en: entry.en,
    family,
    family_zh: families[family].zh,
    family_en: families[family].en,
    definition: entry.definition,
    formula: formulas[id],
    unit: entry.unit,
    unit_zh: unitNames[entry.unit].zh,
    unit_en: unitNames[entry.unit].en,
    decimals: entry.decimals,
    breakdowns: [...entry.breakdowns],
    modes: modesOf(entry.modes),
    additivity: entry.additivity,
    transforms: transformsOf(id),
    made: entry.made ?? 'month',
    method: `${entry.made === 'vintage' ? 'turnover' : 'indicators'}.${id}`,
    since: entry.since,
    definition_version: definitionVersion(id).number,
    definition_catalogue: definitionVersion(id).catalogue,
  };
}

const coded = Object.keys(dimensionCodes) as CodedDimension[];
const codeRows = coded.flatMap((dimension) =>
  dimensionCodes[dimension].map(({ code, zh, en }) => ({ dimension, code, zh, en })),
);

const code = record({
  dimension: oneOf(coded),
  code: Type.String({ examples: ['USA'] }),
  ...names,
});

const park = record({
  park_id: Type.String({ examples: ['P01'] }),
  name_zh: Type.String(),
  name_en: Type.String(),
  type: oneOf(Object.keys(parkTypes)),
  district: Type.String(),
  opened_on: Type.String({ examples: ['2019-05-01'] }),
});

const examplePark = {
  park_id: 'P01',
  name_zh: '江北服装产业园',
  name_en: 'Jiangbei Apparel Cluster',
  type: 'industry_cluster',
  district: '江北区',
  opened_on: '2019-05-01',
};

const tags = ['catalogue'];

/** The vocabulary of every other answer: indicators, codes, parks. */
export function catalogueRoutes(server: Server, { database }: Context): void {
  server.get(
    '/indicators',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'listIndicators',
        tags,
        summary: '指标目录 | The catalogue of indicators',
        querystring: noParameters,
        response: {
          200: listOf(
            indicator,
            {},
            {
              description: '全部指标 | All indicators',
              examples: [{ rows: [describe('trade_value')], reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => ({ rows: indicatorIds.map(describe), reason: null }),
  );

  server.get(
    '/indicators/:id',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'getIndicator',
        tags,
        summary: '一个指标 | One indicator',
        params: record({ id: Type.String({ description: '指标 | Indicator', examples: ['trade_value'] }) }),
        querystring: noParameters,
        response: { 200: indicator, ...orRefused(400, 404) },
      },
    },
    async ({ params: { id } }) => {
      const known = indicatorIds.find((one) => one === id);
      if (known) return describe(known);
      throw new Refusal(
        'not_found',
        {
          zh: '没有这个指标，见/api/v1/indicators',
          en: 'There is no such indicator, see /api/v1/indicators',
        },
        { value: id, allowed: indicatorIds, nearest: nearest(id, indicatorIds) },
      );
    },
  );

  server.get(
    '/codes',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'listCodes',
        tags,
        summary: '代码及名称 | Codes and their names',
        querystring: record({
          dimension: Type.Optional(
            Type.String({
              description:
                '只要这些维度的代码，多个用逗号分隔 | Only the codes of these dimensions, by comma',
              examples: ['partner,chapter'],
            }),
          ),
        }),
        response: {
          200: listOf(
            code,
            {},
            {
              description: '各分组维度的代码 | The codes of every dimension',
              examples: [{ rows: codeRows.slice(0, 1), reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async ({ query: { dimension } }) => {
      const asked = dimension?.split(',') ?? coded;
      const strange = asked.find((one) => !(coded as readonly string[]).includes(one));
      if (strange !== undefined) throw impossibleCode('dimension', strange, coded);
      return { rows: codeRows.filter((row) => asked.includes(row.dimension)), reason: null };
    },
  );

  server.get(
    '/parks',
    {
      config: { access: 'published' },
      schema: {
        operationId: 'listParks',
        tags,
        summary: '园区 | Parks',
        querystring: noParameters,
        response: {
          200: listOf(
            park,
            {},
            {
              description: '登记的园区 | Parks of the registry',
              examples: [{ rows: [examplePark], reason: null }],
            },
          ),
          ...orRefused(400),
        },
      },
    },
    async () => {
      const rows = await listParks(database);
      const reason = rows.length
        ? null
        : '还没有登记园区，请先载入登记文件：parkstat registry load DIR | No park is registered: load the registry first, parkstat registry load DIR';
      return { rows, reason };
    },
  );
}
