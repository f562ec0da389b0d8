import { causeCodes, causes } from '../catalogue/causes.ts';
import { formulas } from '../catalogue/indicators/formulas.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  releasedIndicatorIds,
} from '../catalogue/indicators.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import { citationsOf } from '../warehouse/citations.ts';
import { snapshot } from '../warehouse/database.ts';
import { contributorsOf, type EarlierValue, shareBands, valuesOfCell } from '../warehouse/origin.ts';
import { listParks } from '../warehouse/registry.ts';
import {
  cellCodes,
  instant,
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
import { seriesParameters } from './series-query.ts';
import type { Context, Server } from './server.ts';
import { traceQueryOf } from './trace.ts';

const one = (description: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: ['_T'] }));
const parameters = record({
  indicator: oneOf(releasedIndicatorIds, {
    description: '指标，见/api/v1/indicators | Indicator, see /api/v1/indicators',
    examples: ['trade_value'],
  }),
  period: periodParameter('统计期 | Month'),
  ...(Object.fromEntries(
    dimensions.map((dimension) => [
      dimension,
      one(`${dimension}：一个代码，不写为_T | One code; _T when not given`),
    ]),
  ) as Record<Dimension, ReturnType<typeof one>>),
  asOf: seriesParameters.properties.asOf,
});

const inBoth = { zh: Type.String(), en: Type.String() };
const maybeStatus = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  enum: [...Object.keys(statuses), null],
  description: '状态，无此单元为null | Status; null where the release has no such cell',
});
const earlier = record({
  release: Type.String({ examples: ['2026-10.1'] }),
  published_at: instant('发布时刻 | When it was published'),
  value: maybeDecimal('12345678.90', '该次发布的值 | The value in that release'),
  status: maybeStatus,
  reason: maybeText({ description: '无值的原因 | Why there is no value' }),
  coverage: maybeDecimal('0.975000', '按户数的覆盖率 | Coverage by number of tenants'),
  causes: Type.Array(
    record({ code: oneOf(causeCodes), ...inBoth, public: record(inBoth) }, { examples: [] }),
    { description: '与上一发布不同的原因 | Why it differs from the release before' },
  ),
});
const maybeCount = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description, examples: [42] });
const maybeBand = (description: string) =>
  Type.Unsafe<(typeof shareBands)[number] | null>({
    type: ['string', 'null'],
    enum: [...shareBands, null],
    description,
  });

const answer = record({
  indicator: Type.String({ examples: ['trade_value'] }),
  cell: record(cellCodes),
  period: Type.String({ examples: ['2026-10'] }),
  unit: Type.String({ examples: ['CNY'] }),
  decimals: Type.Integer({ examples: [2] }),
  as_of: vintageAsked,
  value: maybeDecimal('12345678.90', '发布的值 | The published value'),
  status: maybeStatus,
  reason: maybeText({ description: '无值的原因 | Why there is no value' }),
  coverage: maybeDecimal('0.975000', '按户数的覆盖率 | Coverage by number of tenants'),
  release: Type.String({ examples: ['2026-10.1'] }),
  published_at: instant('发布时刻 | When it was published'),
  formula: record({ ...inBoth, model: Type.String({ examples: ['indicators.trade_value'] }) }),
  history: Type.Array(earlier, {
    description: '各次发布的值，先发在前 | Values of all releases, the first one first',
  }),
  contributors: record(
    {
      tenants: maybeCount('企业数，不知为null | Tenants behind it; null where not known'),
      largest: maybeBand(
        '最大一户占比不超过，少于3户为null | The largest share is at most; null below three',
      ),
      top_five: maybeBand('前五户占比不超过 | The share of the five largest is at most'),
      estimated: maybeCount('其中估算的企业数 | Tenants among them that are estimated'),
    },
    {
      description: '贡献企业：只给户数和占比区间 | Tenants behind it: their number and bands of shares only',
    },
  ),
});

const cell = Object.fromEntries(dimensions.map((dimension) => [dimension, '_T'])) as Record<
  Dimension,
  string
>;
const published = {
  release: '2026-10.1',
  published_at: '2026-11-12T02:00:00.000Z',
  value: '12345678.90',
  status: 'p',
  reason: null,
  coverage: '0.975000',
};
const schema = {
  operationId: 'readOrigin',
  tags: ['trace'],
  summary: '这个数从哪来：值、公式、历次发布、企业户数 | Where a number comes from, as far as it is public',
  description:
    '一个单元当前的值及其发布、口语公式、历次发布的值与原因、贡献企业的户数和占比区间；报送和原始行见/api/v1/trace。 | The value of a cell with its release, formula in words, values of all releases with reasons, number of tenants and bands of their shares. Deliveries and rows: /api/v1/trace.',
  querystring: parameters,
  response: {
    200: {
      ...answer,
      description: '来历 | The origin',
      examples: [
        {
          ...{ indicator: 'trade_value', cell, period: '2026-10', unit: 'CNY', decimals: 2, as_of: null },
          ...published,
          formula: { ...formulas.trade_value, model: 'indicators.trade_value' },
          history: [{ ...published, causes: [] }],
          contributors: { tenants: 42, largest: '0.25', top_five: '0.50', estimated: 0 },
        },
      ],
    },
    ...orRefused(400, 404),
  },
};

export function originRoutes(server: Server, context: Context): void {
  const { database } = context;
  citationRoute(server, context);
  server.get('/origin', { config: { access: 'published' }, schema }, async (request) => {
    const parks = (await listParks(database)).map(({ park_id }) => park_id);
    const asked = traceQueryOf(request.query as Static<typeof parameters>, parks);
    const { indicator, cell: codes, period, asOf } = asked;
    const { history, contributors } = await snapshot(database, async (frozen) => {
      const values = await valuesOfCell(frozen, indicator, codes, period, asOf);
      const release = values.at(-1)?.release;
      if (release === undefined) throw notReleased(period);
      return { history: values, contributors: await contributorsOf(frozen, release, codes) };
    });
    const { causes: _, ...now } = shown(history.at(-1) as EarlierValue);
    const { unit, decimals } = indicators[indicator] as Indicator;
    return {
      ...{ indicator, cell: codes, period, unit, decimals, as_of: asOf?.toISOString() ?? null },
      ...now,
      formula: { ...formulas[indicator as IndicatorId], model: `indicators.${indicator}` },
      history: history.map(shown),
      contributors: { ...contributors },
    };
  });
}

const citation = record({
  release: Type.String({ examples: ['2026-10.1'] }),
  park: Type.String({ description: '何园区的月报，_T为全市 | Whose report; _T: of the city' }),
  language: Type.String(),
  section: Type.String({ description: '月报HTML中的节 | The section, an anchor of the HTML' }),
  heading: Type.String(),
  sentence: Type.String(),
});

const citationSchema = {
  operationId: 'listCitations',
  tags: ['trace'],
  summary: '月报中引用这个数的句子 | Sentences of the report that tell a cell',
  description:
    '按月报中每个数所带的指标、单元和统计期；水平与增速都算。 | By indicator, cell and month, which every number of a report carries; levels and growth alike.',
  querystring: parameters,
  response: {
    200: listOf(
      citation,
      {},
      {
        description: '句子 | Sentences',
        examples: [
          {
            rows: [
              {
                ...{ release: '2026-10.1', park: '_T', language: 'zh', section: 'overview' },
                ...{ heading: '总体情况', sentence: '2026年10月，全市进出口额1.37亿元，同比增长15.2%。' },
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

function citationRoute(server: Server, { database }: Context): void {
  server.get(
    '/origin/citations',
    { config: { access: 'published' }, schema: citationSchema },
    async (request) => {
      const parks = (await listParks(database)).map(({ park_id }) => park_id);
      const {
        indicator,
        cell: codes,
        period,
      } = traceQueryOf(request.query as Static<typeof parameters>, parks);
      const rows = (await citationsOf(database, indicator, codes, period)).map((one) => ({ ...one }));
      return {
        rows,
        reason: rows.length ? null : '该月月报没有引用这个数 | No report of the month tells it',
      };
    },
  );
}

function shown({ published_at, causes: found, ...value }: EarlierValue) {
  return {
    ...value,
    published_at: published_at.toISOString(),
    causes: found.map(({ code, public: said }) => {
      const { zh, en } = causes[code];
      return { code, zh, en, public: said };
    }),
  };
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
