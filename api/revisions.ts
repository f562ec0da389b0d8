import { causeCodes, causes } from '../catalogue/causes.ts';
import { crossed } from '../catalogue/indicators/indicator.ts';
import { type IndicatorId, releasedIndicatorIds } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { statuses } from '../catalogue/status.ts';
import { listParks } from '../warehouse/registry.ts';
import { type RevisedCell, readRevisions, type Vintage } from '../warehouse/revisions.ts';
import { parameterClash } from './refusals.ts';
import {
  instant,
  listOf,
  maybeDecimal,
  maybeText,
  oneOf,
  orRefused,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';
import { parseSeriesQuery } from './series-query.ts';
import type { Context, Server } from './server.ts';

const one = (zh: string, en: string, example: string) =>
  Type.Optional(
    Type.String({
      description: `${zh}，一个代码，不写为_T | ${en}, one code; _T when not given`,
      examples: [example],
    }),
  );

/** One cell of a released indicator. */
export const cellParameters = {
  indicator: oneOf(releasedIndicatorIds, {
    description: '指标，见/api/v1/indicators | Indicator, see /api/v1/indicators',
    examples: ['trade_value'],
  }),
  park: one('园区', 'Park', '_T'),
  mode: one('监管方式', 'Customs mode', '9610'),
  flow: one('进出口', 'Flow', 'export'),
};
const parameters = record({
  ...cellParameters,
  asOf: Type.Optional(
    Type.String({
      description:
        '版本时刻：当时所知的数据；日期指该日末（Asia/Shanghai） | What was known at an instant; a day is its end in Asia/Shanghai',
      examples: ['2026-11-12'],
    }),
  ),
});

const statistics = {
  n: Type.Integer({ description: '月数 | Months that count', examples: [24] }),
  excluded: Type.Integer({
    description: '首发值为零，不计 | Months left out: the first value is zero',
    examples: [0],
  }),
  mr: maybeDecimal('0.412000', '平均修订 | Mean revision'),
  mar: maybeDecimal('0.731000', '平均绝对修订 | Mean absolute revision'),
  rmar: maybeDecimal(
    '0.007120',
    '绝对修订之和÷后值绝对值之和 | Sum of absolute revisions over that of later values',
  ),
  rmsr: maybeDecimal('1.020000', '均方根修订 | Root of the mean square revision'),
  sd: maybeDecimal('0.950000', '标准差（n−1） | Standard deviation (n − 1)'),
  t: maybeDecimal(
    '2.125000',
    '平均修订÷标准误，绝对值大于2为有偏 | Mean over its standard error; beyond 2 is biased',
  ),
  share_up: maybeDecimal('0.708333', '上修的比率 | Share revised upwards'),
  sign_agreement: maybeDecimal('1.000000', '正负号相同的比率 | Share with the same sign'),
  min: maybeDecimal('-1.200000', '最小修订 | Smallest revision'),
  max: maybeDecimal('4.900000', '最大修订 | Largest revision'),
};
const exampleStatistics = {
  n: 24,
  excluded: 0,
  mr: '0.412000',
  mar: '0.731000',
  rmar: '0.007120',
  rmsr: '1.020000',
  sd: '0.950000',
  t: '2.125000',
  share_up: '0.708333',
  sign_agreement: '1.000000',
  min: '-1.200000',
  max: '4.900000',
};

const revisionCause = record({
  code: oneOf(causeCodes, { examples: ['LATE_REPORT'] }),
  zh: Type.String(),
  en: Type.String(),
  public: record(
    { zh: Type.String(), en: Type.String() },
    { description: '对外说明 | What readers are told' },
  ),
});

const month = record({
  period: Type.String({ examples: ['2026-10'] }),
  releases: Type.Array(
    record({
      number: Type.Integer({ description: '该月第几次发布 | Which release of its month', examples: [1] }),
      release: Type.String({ examples: ['2026-10.1'] }),
      published_at: instant('发布时刻 | When it was published'),
      value: maybeDecimal('12345678.90', '该次发布的值 | The value in that release'),
      status: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        enum: [...Object.keys(statuses), null],
        description: '状态，无此单元为null | Status; null where the release has no such cell',
      }),
      revision: maybeDecimal('1.063895', '相对首发值的修订 | Revision of the first value, in `unit`'),
      causes: Type.Array(revisionCause, {
        description: '可能使该单元变动的原因 | Causes that can have moved the cell',
      }),
    }),
  ),
  third_month: Type.Unsafe<{ release: string; value: string | null; revision: string | null } | null>({
    anyOf: [
      record({
        release: Type.String({ examples: ['2026-10.3'] }),
        value: maybeDecimal('12400000.00', '值 | Value'),
        revision: maybeDecimal('0.450000', '相对首发值的修订 | Revision of the first value'),
      }),
      { type: 'null' },
    ],
    description:
      '统计月之后第三个月末所知的值，未到为null | What was known at the end of the third month after; null until then',
  }),
});

/** The band of expected revisions. */
export const band = record(
  {
    n: Type.Integer({ description: '月数 | Months that count', examples: [23] }),
    mean: maybeDecimal('2.100000', '平均 | Mean'),
    low: maybeDecimal('-0.400000', '10%分位数 | 10 % quantile'),
    high: maybeDecimal('5.000000', '90%分位数 | 90 % quantile'),
    reason: maybeText({
      description: 'TOO_FEW：不足6个月 | TOO_FEW: fewer than 6 months',
      examples: ['TOO_FEW'],
    }),
  },
  {
    description:
      '首发值通常的修订（对最新值，不含最新一个月）：平均与中间80% | How first values are usually revised, without the newest month: mean and middle 80 %',
  },
);

const schema = {
  operationId: 'getRevisions',
  tags: ['releases'],
  summary: '一个单元历次发布的值与修订统计 | A cell in every release, and how it is usually revised',
  description:
    '金额、计数的修订为首发值的百分比，比率的修订为百分点。lag为首发后的第几次发布。 | Revisions of amounts and counts in per cent of the first value, of rates in percentage points. `lag` counts the releases after the first.',
  querystring: parameters,
  response: {
    200: listOf(
      month,
      {
        indicator: Type.String({ examples: ['trade_value'] }),
        park: Type.String({ examples: ['_T'] }),
        mode: Type.String({ examples: ['9610'] }),
        flow: Type.String({ examples: ['export'] }),
        as_of: vintageAsked,
        unit: oneOf(['percent', 'percentage_points'], { description: '修订的单位 | Unit of the revisions' }),
        lags: Type.Array(record({ lag: Type.Integer({ examples: [1] }), ...statistics })),
        third: record(statistics, {
          description: '首发对第三个月末 | First against what was known at the end of the third month',
        }),
        latest: record(statistics, { description: '首发对最新 | First against latest' }),
        band,
      },
      {
        description: '修订三角与统计 | The triangle of revisions and its statistics',
        examples: [
          {
            indicator: 'trade_value',
            park: '_T',
            mode: '9610',
            flow: 'export',
            as_of: null,
            unit: 'percent',
            lags: [{ lag: 1, ...exampleStatistics }],
            third: exampleStatistics,
            latest: exampleStatistics,
            band: { n: 23, mean: '2.100000', low: '-0.400000', high: '5.000000', reason: null },
            rows: [
              {
                period: '2026-10',
                releases: [
                  {
                    number: 1,
                    release: '2026-10.1',
                    published_at: '2026-11-12T02:00:00.000Z',
                    value: '12345678.90',
                    status: 'p',
                    revision: null,
                    causes: [],
                  },
                ],
                third_month: null,
              },
            ],
            reason: null,
          },
        ],
      },
    ),
    ...orRefused(400),
  },
};

export function revisionRoutes(server: Server, { database }: Context): void {
  server.get('/revisions', { config: { access: 'published' }, schema }, async ({ query }) => {
    const parks = (await listParks(database)).map(({ park_id }) => park_id);
    const cell = cellOf(query);
    const { asOf } = parseSeriesQuery(query, parks);
    const { months, unit, lags, third, latest, band: expected } = await readRevisions(database, cell, asOf);
    return {
      ...cell,
      as_of: asOf?.toISOString() ?? null,
      unit,
      lags: [...lags],
      third,
      latest,
      band: expected,
      rows: months.map(({ period, releases, third_month }) => ({
        period,
        releases: releases.map((release) => ({
          ...release,
          published_at: release.published_at.toISOString(),
          causes: release.causes.map(toldCause),
        })),
        third_month: third_month && { ...third_month },
      })),
      reason: months.length ? null : '还没有发布 | Nothing is published yet',
    };
  });
}

function toldCause({ code, public: said }: Vintage['causes'][number]) {
  const { zh, en } = causes[code];
  return { code, zh, en, public: said };
}

type CellParameters = Pick<Static<typeof parameters>, 'indicator' | 'park' | 'mode' | 'flow'>;

export function cellOf(asked: CellParameters): RevisedCell {
  const codes = crossed.map((dimension) => {
    const text = asked[dimension] ?? total;
    if (text === '*' || text.includes(','))
      throw parameterClash(dimension, text, {
        zh: `${dimension}只能写一个代码：修订逐个单元统计`,
        en: `Give one code of ${dimension}: revisions are those of one cell`,
      });
    return [dimension, text] as const;
  });
  return {
    indicator: asked.indicator as IndicatorId,
    ...(Object.fromEntries(codes) as Omit<RevisedCell, 'indicator'>),
  };
}
