import { type Indicator, type IndicatorId, indicatorIds, indicators } from '../catalogue/indicators.ts';
import { factorDecimals, leastStable } from '../seasonal/adjust.ts';
import { maybeDecimal, oneOf, orRefused, record, type Static, Type, vintageAsked } from './schema.ts';

/** Indicators whose months add up: amounts and counts. Ratios and numbers of tenants have no seasonal factor here. */
export const adjustable = indicatorIds.filter(
  (id) => (indicators[id] as Indicator).additivity.time === 'sum',
) as IndicatorId[];

const one = (zh: string, en: string, example: string) =>
  Type.Optional(
    Type.String({
      description: `${zh}，一个代码，不写为_T | ${en}, one code; _T when not given`,
      examples: [example],
    }),
  );

export const seasonalParameters = record({
  indicator: oneOf(adjustable, {
    description: '金额或可按月相加的计数指标 | An amount, or a count whose months add up',
    examples: ['trade_value'],
  }),
  park: one('园区', 'Park', '_T'),
  mode: one('监管方式', 'Customs mode', '9610'),
  flow: one('进出口', 'Flow', 'export'),
  asOf: Type.Optional(
    Type.String({
      description:
        '版本时刻：当时所知的数据；日期指该日末（Asia/Shanghai） | What was known at an instant; a day is its end in Asia/Shanghai',
      examples: ['2026-11-12'],
    }),
  ),
});
export type SeasonalParameters = Static<typeof seasonalParameters>;

const code = (description: string, example: string) => Type.String({ description, examples: [example] });
const figure = (example: string, description: string) =>
  Type.String({ pattern: '^-?\\d+(\\.\\d+)?$', description, examples: [example] });
const factor = (of: string) =>
  figure(
    '0.98215027',
    `${of}，1为无影响，${factorDecimals}位小数 | Factor, 1 = no effect, ${factorDecimals} decimals`,
  );

const row = record({
  period: code('统计期 | Month', '2026-10'),
  original: figure('12345678.90', '原值 | The value as published'),
  adjusted: figure(
    '12001234.5678',
    '季节调整值（剔除季节、春节、交易日） | Adjusted for season, New Year and trading days',
  ),
  trend: figure('11998765.4321', '趋势 | Trend'),
  seasonal: factor('季节因子'),
  holiday: factor('春节因子'),
  trading_day: factor('交易日因子（含闰年）'),
  irregular: factor('不规则因子'),
});

const coefficient = record({
  name: code('回归项：td交易日，cny_before/during/after春节前/中/后 | Regressor', 'cny_before'),
  value: maybeDecimal('0.08955529', '系数（对数） | Coefficient, in logarithms'),
  t: maybeDecimal('2.7580', 't值 | t-value'),
});
const test = (description: string) =>
  record(
    {
      statistic: maybeDecimal('85.9573', '统计量 | Statistic'),
      p: maybeDecimal('0.000000', 'p值 | p-value'),
    },
    { description },
  );

const model = record({
  arima: code('模型 | Model', '(0 1 1)(0 1 1)12'),
  theta: maybeDecimal('0.236079', 'θ'),
  seasonal_theta: maybeDecimal('0.619135', 'Θ'),
  coefficients: Type.Array(coefficient),
  dropped: Type.Array(
    record({ name: code('回归项 | Regressor', 'cny_after'), t: maybeDecimal('0.5321', 't值 | t-value') }),
    { description: '试过但不显著而去掉的回归项 | Regressors tried and left out' },
  ),
  aicc: record(
    { with_holiday: maybeDecimal('1625.7413'), without_holiday: maybeDecimal('1680.0182') },
    { description: 'AICC，有无春节回归项，越小越好 | AICC with and without the New Year: less is better' },
  ),
  seasonal_filter: code('季节移动平均 | Seasonal filter', '3x5'),
  trend_filter: Type.Integer({
    description: 'Henderson滤波项数 | Terms of Henderson’s filter',
    examples: [9],
  }),
});

const diagnostics = record({
  fs: test(`D8表稳定季节性F值，须≥${leastStable} | FS, F of table D8, at least ${leastStable}`),
  moving: test('移动季节性F值 | F for moving seasonality'),
  kruskal_wallis: test('Kruskal-Wallis'),
  identifiable: oneOf(['present', 'probably_not_present', 'not_present'], {
    description: '综合检验 | Combined test for identifiable seasonality',
    examples: ['present'],
  }),
  qs: record({
    original: test('原序列QS | QS of the original'),
    adjusted: test('调整后QS，应不显著 | QS of the adjusted series'),
    irregular: test('不规则QS | QS of the irregular'),
  }),
  m: Type.Array(maybeDecimal('0.212'), { description: 'M1–M11，小于1为好 | M1 to M11, under 1 is good' }),
  q: maybeDecimal('0.273', 'Q，须小于1 | Q, must be under 1'),
  q_without_m2: maybeDecimal('0.298', '不含M2的Q | Q without M2'),
  seasonal_ratio: maybeDecimal('3.6199', '移动季节比 | Moving seasonality ratio'),
  trend_ratio: maybeDecimal('0.9791', 'I/C'),
});

const answer = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  park: code('园区 | Park', '_T'),
  mode: code('监管方式 | Customs mode', '9610'),
  flow: code('进出口 | Flow', 'export'),
  unit: code('值的单位 | Unit of the values', 'CNY'),
  decimals: Type.Integer({ description: '调整值的小数位 | Decimals of the adjusted values', examples: [4] }),
  as_of: vintageAsked,
  engine: record({ name: Type.String(), version: Type.String() }, { description: '计算程序 | Program' }),
  releases: Type.Array(Type.String(), { description: '所读各月的发布 | Releases of the months read' }),
  model,
  diagnostics,
  rows: Type.Array(row),
});

const found = (statistic: string, p: string) => ({ statistic, p });
const example = {
  indicator: 'trade_value',
  park: '_T',
  mode: '9610',
  flow: 'export',
  unit: 'CNY',
  decimals: 4,
  as_of: null,
  engine: { name: 'parkstat X-11 + airline regARIMA', version: '1' },
  releases: ['2026-10.1'],
  model: {
    arima: '(0 1 1)(0 1 1)12',
    theta: '0.236079',
    seasonal_theta: '0.619135',
    coefficients: [{ name: 'cny_before', value: '0.08955529', t: '2.7580' }],
    dropped: [],
    aicc: { with_holiday: '1625.7413', without_holiday: '1680.0182' },
    seasonal_filter: '3x5',
    trend_filter: 9,
  },
  diagnostics: {
    fs: found('85.9573', '0.000000'),
    moving: found('0.6615', '0.797529'),
    kruskal_wallis: found('127.8346', '0.000000'),
    identifiable: 'present',
    qs: {
      original: found('132.7695', '0.000000'),
      adjusted: found('0.0000', '1.000000'),
      irregular: found('0.0000', '1.000000'),
    },
    m: '0.212 0.072 0.000 0.452 0.223 0.152 0.229 0.589 0.343 0.822 0.718'.split(' '),
    q: '0.273',
    q_without_m2: '0.298',
    seasonal_ratio: '3.6199',
    trend_ratio: '0.9791',
  },
  rows: [
    {
      period: '2026-10',
      original: '12345678.90',
      adjusted: '12001234.5678',
      trend: '11998765.4321',
      seasonal: '1.03000000',
      holiday: '1.00000000',
      trading_day: '0.99873201',
      irregular: '1.00020580',
    },
  ],
};

export const seasonalSchema = {
  operationId: 'adjustSeasonally',
  tags: ['observations'],
  summary: '季节调整（含春节） | Seasonal adjustment, with the Chinese New Year',
  description:
    'regARIMA(0 1 1)(0 1 1)12（对数；春节前、中、后与交易日回归）加12个月预测，再做X-11乘法分解；只对一个单元，至少连续60个月的正值。季节性不可识别（FS<7或综合检验不通过）或Q≥1时回答422，details中有诊断。original = trend × seasonal × holiday × trading_day × irregular。 | An airline model in logarithms, with regressors for the New Year and trading days, and twelve forecasts; then X-11, multiplicative. Of one cell, of at least 60 months in a row, all positive. Where no season can be identified (FS under 7, or the combined test) or Q is 1 or more, the answer is a 422 with the diagnostics in its details.',
  querystring: seasonalParameters,
  response: {
    200: {
      description: '调整结果 | The adjusted series',
      content: { 'application/json': { schema: answer, example } },
    },
    ...orRefused(400, 404, 422),
  },
};

const checked = record({
  indicator: code('指标 | Indicator', 'trade_value'),
  park: code('园区 | Park', '_T'),
  mode: code('监管方式 | Customs mode', '9610'),
  flow: code('进出口 | Flow', 'export'),
  as_of: vintageAsked,
  months: Type.Integer({ description: '有值的月数 | Months with a value', examples: [26] }),
  adjustable: Type.Boolean({ description: '能否季节调整 | Whether it can be adjusted' }),
  refusal: Type.Unsafe<{ cause: string; zh: string; en: string } | null>({
    anyOf: [
      record({ cause: Type.String({ examples: ['few'] }), zh: Type.String(), en: Type.String() }),
      { type: 'null' },
    ],
    description: '不能调整的原因 | Why it cannot be',
  }),
});

export const seasonalCheckSchema = {
  operationId: 'checkSeasonal',
  tags: ['observations'],
  summary: '能否季节调整，不能时说明原因 | Whether a cell can be adjusted, and if not why',
  description:
    '与/api/v1/seasonal同样判断，但不能调整时也回答200。 | Judged as by /api/v1/seasonal, but answered with 200 either way.',
  querystring: seasonalParameters,
  response: {
    200: {
      description: '判断 | The judgement',
      content: {
        'application/json': {
          schema: checked,
          example: {
            ...{ indicator: 'trade_value', park: '_T', mode: '9610', flow: 'export', as_of: null },
            ...{ months: 26, adjustable: false },
            refusal: { cause: 'few', zh: '只有26个月…', en: 'There are 26 months…' },
          },
        },
      },
    },
    ...orRefused(400, 404),
  },
};
