import { changeParts } from '../catalogue/decomposition.ts';
import { statuses } from '../catalogue/status.ts';
import { comparedTransforms } from '../warehouse/comparable-growth.ts';
import { band } from './revisions.ts';
import {
  instant,
  maybeDecimal,
  maybeText,
  oneOf,
  periodParameter,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';
import { seriesParameters } from './series-query.ts';
import { markList } from './series-schema.ts';

/** The dimensions of a cell that is compared. */
export const crossed = ['park', 'mode', 'flow'] as const;
const oneCode = (of: string, example: string) =>
  Type.Optional(
    Type.String({
      description: `${of}，一个代码，不写为_T | One code; _T when not given`,
      examples: [example],
    }),
  );

export const comparisonParameters = record({
  indicator: seriesParameters.properties.indicator,
  park: oneCode('园区', 'P01'),
  mode: oneCode('监管方式', '9610'),
  flow: oneCode('进出口', 'export'),
  period: periodParameter('统计期 | Month'),
  transform: Type.Optional(
    oneOf(comparedTransforms, {
      description:
        '与何时相比，不写为yoy | yoy 上年同月, mom 上月, ytd_yoy 累计与上年同期; yoy when not given',
      examples: ['yoy'],
    }),
  ),
  asOf: seriesParameters.properties.asOf,
});

const whyNone = maybeText({ description: '无值的原因 | Why there is no value', examples: ['NO_BASE'] });
const maybeCount = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description, examples: [12] });
const orNull = <Shape extends ReturnType<typeof record>>(shape: Shape) =>
  Type.Unsafe<Static<Shape> | null>({ anyOf: [shape, { type: 'null' }] });

const growth = record({
  base: oneOf(['first_published', 'revised', 'like_for_like'], {
    description:
      'first_published 首次发布的基期, revised 现行修订后的基期, like_for_like 可比口径 | The base as first published, as revised, of like-for-like tenants',
  }),
  scope: oneOf(['nominal', 'matched', 'current_scope'], {
    description:
      'nominal 全部, matched 两期均在范围的企业, current_scope 本期范围内的企业（基期不论在何园区） | All that was published, the tenants in scope in both, those in scope now wherever they then were',
  }),
  value: maybeDecimal('0.123000000000', '增速，比率 | Growth as a ratio'),
  reason: whyNone,
  current: maybeDecimal('1230.00', '本期值 | The current value'),
  base_value: maybeDecimal('1000.00', '基期值 | The base'),
  base_release: maybeText({ description: '基期数据的发布 | Release of the base', examples: ['2025-10.2'] }),
  tenants: maybeCount('所比企业数 | Tenants compared; null where all are'),
});

const change = {
  amount: maybeDecimal('120.00', '金额，指标的单位 | Amount in the unit of the indicator'),
  points: maybeDecimal(
    '0.120000000000',
    '除以首次发布的基期，0.01为1个百分点 | Over the base as first published: 0.01 is a point',
  ),
};
const decomposition = record(
  {
    ...change,
    parts: Type.Array(
      record({
        part: oneOf(changeParts, {
          description:
            'real 存量企业实际变动, entry 新进, exit 退出, late_report 基期首发后补报, revision 基期其他修订 | Change of matched tenants, entry, exit, late reports of the base, other revision of the base',
        }),
        ...change,
        tenants: Type.Integer({ description: '企业数 | Tenants behind it', examples: [3] }),
      }),
    ),
  },
  {
    description:
      '与首次发布的基期之差，各部分之和恰为总差 | The difference to the base as first published; the parts add up to it exactly',
  },
);

const figure = {
  transform: oneOf(comparedTransforms),
  value: maybeDecimal('1230.00', '当月值；ytd_yoy为累计值 | Value of the month; to date for ytd_yoy'),
  status: oneOf(Object.keys(statuses) as (keyof typeof statuses)[]),
  reason: whyNone,
  release: maybeText({ description: '该月数据的发布 | Release of the month', examples: ['2026-10.1'] }),
  growth: Type.Array(growth),
  decomposition: orNull(decomposition),
  decomposition_reason: maybeText({ description: '没有分解的原因 | Why there is no decomposition' }),
  marks: markList,
};
const share = (description: string) =>
  record({ value: maybeDecimal('0.912000', description), reason: whyNone });

export const comparisonAnswer = record({
  indicator: Type.String({ examples: ['trade_value'] }),
  ...Object.fromEntries(crossed.map((dimension) => [dimension, Type.String({ examples: ['_T'] })])),
  period: Type.String({ examples: ['2026-10'] }),
  unit: Type.String({ description: '值的单位 | Unit of the values', examples: ['CNY'] }),
  decimals: Type.Integer({ examples: [2] }),
  as_of: vintageAsked,
  published_at: instant('该月数据的发布时刻 | When the release of the month was published'),
  ...figure,
  coverage: record({
    by_count: maybeDecimal('0.950000', '按户数 | By number of tenants due'),
    by_value: share('按前12个月的值 | By the value of the twelve months before'),
  }),
  estimated_share: share('估算占比 | Share of the value that is estimated'),
  expected_revision: orNull(band),
  january_february: orNull(
    record(figure, { description: '2月：1—2月合计的比较 | In February: January and February together' }),
  ),
});

const exampleFigure = {
  transform: 'yoy',
  value: '1230.00',
  status: 'p',
  reason: null,
  release: '2026-10.1',
  growth: [
    {
      base: 'revised',
      scope: 'nominal',
      value: '0.230000000000',
      reason: null,
      current: '1230.00',
      base_value: '1000.00',
      base_release: '2025-10.2',
      tenants: null,
    },
  ],
  decomposition: null,
  decomposition_reason: 'INCOMPLETE',
  marks: [],
};
export const exampleComparison = {
  indicator: 'trade_value',
  park: '_T',
  mode: '_T',
  flow: '_T',
  period: '2026-10',
  unit: 'CNY',
  decimals: 2,
  as_of: null,
  published_at: '2026-11-12T02:00:00.000Z',
  ...exampleFigure,
  coverage: { by_count: '0.950000', by_value: { value: '0.912000', reason: null } },
  estimated_share: { value: '0.000000', reason: null },
  expected_revision: { n: 3, mean: null, low: null, high: null, reason: 'TOO_FEW' },
  january_february: null,
};
