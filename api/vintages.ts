import { releasedIndicatorIds } from '../catalogue/indicators.ts';
import { statuses } from '../catalogue/status.ts';
import { listParks } from '../warehouse/registry.ts';
import { type Known, readVintages, type Vintages, vintageTransforms } from '../warehouse/vintages.ts';
import { parameterClash } from './refusals.ts';
import { band } from './revisions.ts';
import {
  cellCodes,
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
import { measureOf } from './series-content.ts';
import { dimensionParameters, parseSeriesQuery, seriesParameters } from './series-query.ts';
import type { Context, Server } from './server.ts';

const { from, to, last, asOf } = seriesParameters.properties;
const parameters = record({
  indicator: oneOf(releasedIndicatorIds, {
    description: '指标，见/api/v1/indicators | Indicator, see /api/v1/indicators',
    examples: ['trade_value'],
  }),
  ...dimensionParameters,
  ...{ from, to, last, asOf },
  transform: Type.Optional(
    oneOf(vintageTransforms, {
      description: '变换，不写为level | Transform; level when not given',
      examples: ['yoy'],
    }),
  ),
});

const known = record({
  value: maybeDecimal('12345678.90', '值 | Value'),
  reason: maybeText({ description: '无值的原因 | Why there is no value', examples: ['NO_BASE'] }),
  status: oneOf(Object.keys(statuses), { description: '状态 | Status' }),
  release: maybeText({ description: '发布 | Release', examples: ['2026-10.1'] }),
  published_at: instant('该月该次发布的时刻 | When that release of the month was published'),
});
const row = record({
  ...cellCodes,
  period: Type.String({ examples: ['2026-10'] }),
  releases: Type.Integer({ description: '该月发布次数 | Releases of the month', examples: [2] }),
  first: known,
  latest: known,
  expected: Type.Unsafe<{ low: string; high: string } | null>({
    anyOf: [
      record({
        low: maybeDecimal('12300000.00', '10%分位的修订后 | After a revision at the 10 % quantile'),
        high: maybeDecimal('12900000.00', '90%分位的修订后 | After a revision at the 90 % quantile'),
      }),
      { type: 'null' },
    ],
    description:
      '按以往修订的中间80%，修订后可能所在；只给最近三个月中尚未修订的 | Where it may lie once revised, by the middle 80 % of past revisions; of those of the last three months that were not revised yet',
  }),
});

const exampleKnown = {
  value: '12345678.90',
  reason: null,
  status: 'p' as const,
  release: '2026-10.1',
  published_at: '2026-11-12T02:00:00.000Z',
};
const exampleCell = Object.fromEntries(Object.keys(cellCodes).map((name) => [name, '_T'])) as Record<
  keyof typeof cellCodes,
  string
>;

const schema = {
  operationId: 'readVintages',
  tags: ['releases'],
  summary: '首次发布值与现值 | Figures as first published and as they now are',
  description:
    '每月的首次发布值（按当时所知计算，含当时的基期）与所问版本的值；未修订的近月附可能的修订区间。 | Each month’s figure by what was known when the month was first published, base included, beside the one of the vintage asked for; recent months that were not revised have the range that is to be expected.',
  querystring: parameters,
  response: {
    200: listOf(
      row,
      {
        indicator: Type.String({ examples: ['trade_value'] }),
        transform: Type.String({ examples: ['level'] }),
        unit: Type.String({ description: '值的单位 | Unit of the values', examples: ['CNY'] }),
        decimals: Type.Integer({ examples: [2] }),
        as_of: vintageAsked,
        bands: Type.Array(record({ ...cellCodes, ...band.properties }), {
          description:
            '各单元首发值通常的修订（当月值） | How first values of each cell are usually revised (levels)',
        }),
      },
      {
        description: '首发值与现值 | First and latest figures',
        examples: [
          {
            indicator: 'trade_value',
            transform: 'level',
            unit: 'CNY',
            decimals: 2,
            as_of: null,
            bands: [
              { ...exampleCell, n: 23, mean: '2.100000', low: '-0.400000', high: '5.000000', reason: null },
            ],
            rows: [
              {
                ...exampleCell,
                period: '2026-10',
                releases: 1,
                first: exampleKnown,
                latest: exampleKnown,
                expected: { low: '12296296.30', high: '12962962.85' },
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

/** What was first published of a series, and what became of it. */
export function vintageRoutes(server: Server, { database }: Context): void {
  server.get('/vintages', { config: { access: 'published' }, schema }, async (request) => {
    const asked = request.query as Static<typeof parameters>;
    const parks = (await listParks(database)).map(({ park_id }) => park_id);
    const query = parseSeriesQuery(asked, parks);
    if (query.indicator === 'active_tenants' && query.transform.startsWith('ytd'))
      throw parameterClash('transform', query.transform, {
        zh: '企业数的累计在读取时重新去重，没有首次发布值；请用/api/v1/series',
        en: 'Tenants to date are counted anew when read and have no first published value: use /api/v1/series',
      });
    const { indicator, transform } = query;
    const found = await readVintages(database, query);
    return {
      ...{ indicator, transform, ...pick(measureOf(query)) },
      as_of: query.asOf?.toISOString() ?? null,
      ...told(found),
      reason: found.rows.length ? null : '所问的月份没有发布 | Nothing is published for these months',
    };
  });
}

const pick = ({ unit, decimals }: ReturnType<typeof measureOf>) => ({ unit, decimals });

function told({ rows, bands }: Vintages) {
  const known = (one: Known) => ({ ...one, published_at: one.published_at.toISOString() });
  return {
    bands: bands.map(({ cell, band: { n, mean, low, high, reason } }) => ({
      ...cell,
      n,
      mean,
      low,
      high,
      reason,
    })),
    rows: rows.map(({ cell, first, latest, expected, ...row }) => ({
      ...cell,
      ...row,
      first: known(first),
      latest: known(latest),
      expected: expected && { ...expected },
    })),
  };
}
