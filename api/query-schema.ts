import { type Dimension, dimensions } from '../catalogue/indicators.ts';
import { statuses } from '../catalogue/status.ts';
import { noteSchema } from './notes.ts';
import { maybeDecimal, maybeText, oneOf, record, type Static, Type } from './schema.ts';
import { seriesParameters } from './series-query.ts';
import { markList } from './series-schema.ts';

/** What `series` and `query` both choose by. */
const { indicator, from, to, last, transform, of, ...others } = seriesParameters.properties;
const named = Object.fromEntries(dimensions.map((dimension) => [dimension, others[dimension]])) as Pick<
  typeof others,
  Dimension
>;
const selection = { indicator, ...named, from, to, last, transform, of };

const vintage = (zh: string, en: string, example: string) =>
  Type.Optional(Type.String({ maxLength: 40, description: `${zh} | ${en}`, examples: [example] }));

export const queryParameters = record({
  ...selection,
  months: Type.Optional(
    Type.String({
      pattern: '^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$',
      description: '只要历年的这些月份，1–12，逗号分隔 | Only these calendar months of every year',
      examples: ['1,2'],
    }),
  ),
  top: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d?|100)$',
      description:
        '最后一个取*的维度只要最大的几个代码，1–100，其余合并为_O（不可相加的指标没有其余）；按所示各月当月值之和（不可跨月相加的按末月）排序 | Of the last dimension with *, the largest codes only, the rest as _O where it adds up; by the sum of the months shown, or by the last month where months do not add up',
      examples: ['10'],
    }),
  ),
  asOf: vintage(
    '版本：时刻或日期，或first（各月首次发布）；不写为最新 | The vintage: an instant, a day, or `first` (each month as first released); the newest when not given',
    'The vintage',
    '2026-11-12',
  ),
  against: vintage(
    '另一版本，与之并列并求差：latest、first、时刻或日期 | A second vintage beside it, with the difference: latest, first, an instant or a day',
    'A second vintage',
    'first',
  ),
  format: Type.Optional(oneOf(['json', 'csv'], { description: '格式 | Format', examples: ['json'] })),
  bom: Type.Optional(
    oneOf(['true', 'false'], { description: 'CSV前加BOM | A BOM before the CSV', examples: ['true'] }),
  ),
});
export type QueryParameters = Static<typeof queryParameters>;

const status = oneOf(Object.keys(statuses) as (keyof typeof statuses)[], { examples: ['p'] });
const codes = Object.fromEntries(
  dimensions.map((dimension) => [
    dimension,
    Type.Optional(Type.String({ description: '_T合计，_O其余 | _T the total, _O the rest' })),
  ]),
);

const row = record({
  ...codes,
  period: Type.String({ examples: ['2026-10'] }),
  value: maybeDecimal('12345678.90', '值 | Value'),
  status,
  reason: maybeText({ description: '无值的原因 | Why there is no value' }),
  coverage: maybeDecimal('0.975000', '覆盖率 | Coverage'),
  release: maybeText({ description: '发布 | Release' }),
  against_value: Type.Optional(maybeDecimal('12345000.00', '另一版本的值 | Value in the other vintage')),
  against_status: Type.Optional(status),
  against_reason: Type.Optional(maybeText()),
  against_release: Type.Optional(maybeText()),
  delta: Type.Optional(maybeDecimal('678.90', '差：本版本减另一版本 | This vintage less the other')),
  change: Type.Optional(
    maybeDecimal(
      '0.000055',
      '差与另一版本之比；增速没有 | The difference as a ratio of the other; none for growth',
    ),
  ),
});

const releaseList = Type.Array(Type.String(), { examples: [['2026-10.1']] });

export const queryAnswer = record({
  indicator: Type.String({ examples: ['trade_value'] }),
  transform: Type.String({ examples: ['level'] }),
  unit: Type.String({ examples: ['CNY'] }),
  decimals: Type.Integer({ examples: [2] }),
  as_of: maybeText({
    description: '版本：时刻、first，或null为最新 | The vintage: an instant, first, or null = newest',
  }),
  against: maybeText({
    description: '另一版本，同上；没有时为null | The other vintage; null = none or newest',
  }),
  dimensions: Type.Array(oneOf(dimensions), { description: '写明的维度 | Dimensions that the query names' }),
  months: Type.Array(Type.String(), { description: '所示各月 | Months shown' }),
  cells: Type.Integer({ description: '单元数 | Rows of the answer' }),
  ranked: Type.Array(Type.String(), {
    description: 'top选出的代码，大的在前 | Codes that top chose, the largest first',
  }),
  has_rest: Type.Boolean({ description: '是否有其余_O | Whether there is a rest _O' }),
  additivity: oneOf(['sum', 'recompute', 'none', 'mixed'], {
    description:
      '所写各维度的合计：各部分之和、另行计算或没有 | Totals over the dimensions named: sums of parts, computed anew, or none',
  }),
  releases: releaseList,
  against_releases: releaseList,
  rows: Type.Array(row),
  marks: Type.Array(record({ ...codes, period: Type.String(), marks: markList })),
  notes: Type.Array(noteSchema),
});

export const exampleQuery = {
  indicator: 'trade_value',
  transform: 'level',
  unit: 'CNY',
  decimals: 2,
  as_of: null,
  against: null,
  dimensions: ['mode' as const],
  months: ['2026-10'],
  cells: 1,
  ranked: [],
  has_rest: false,
  additivity: 'sum' as const,
  releases: ['2026-10.1'],
  against_releases: [],
  rows: [
    {
      mode: '9610',
      period: '2026-10',
      value: '12345678.90',
      status: 'p' as const,
      reason: null,
      coverage: '0.975000',
      release: '2026-10.1',
    },
  ],
  marks: [],
  notes: [],
};
