import type { IndicatorId } from '../catalogue/indicators.ts';
import { readCoverage } from '../warehouse/coverage-history.ts';
import { listParks } from '../warehouse/registry.ts';
import { cellOf, cellParameters } from './revisions.ts';
import {
  listOf,
  maybeDecimal,
  maybeText,
  orRefused,
  record,
  type Static,
  Type,
  vintageAsked,
} from './schema.ts';
import { parseSeriesQuery, seriesParameters } from './series-query.ts';
import type { Context, Server } from './server.ts';

const { from, to, asOf } = seriesParameters.properties;
const parameters = record({ ...cellParameters, from, to, asOf });

const maybeCount = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description, examples: [108] });
const share = (description: string) =>
  record({
    value: maybeDecimal('0.973000', description),
    reason: maybeText({ description: '无值的原因 | Why there is no value', examples: ['NO_BASE'] }),
  });

const month = record({
  period: Type.String({ examples: ['2026-10'] }),
  release: maybeText({ description: '发布 | Release', examples: ['2026-10.1'] }),
  due: maybeCount('应报企业数 | Tenants due'),
  received: maybeCount('已报企业数 | Tenants that had reported'),
  by_count: maybeDecimal('0.972727', '按户数的覆盖率 | Coverage by number of tenants'),
  by_value: share('按前12个月的值的覆盖率 | Coverage by the value of the twelve months before'),
  estimated_share: share('估算占比 | Share of the value that is estimated'),
});

const schema = {
  operationId: 'readCoverage',
  tags: ['quality'],
  summary: '逐月覆盖率与估算占比 | Coverage and estimated share, month by month',
  description:
    '各月按其发布时所知：应报、已报、按户数和按金额的覆盖率、估算占比。 | By what the release of each month knew: tenants due and received, coverage by count and by value, estimated share.',
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
      },
      {
        description: '覆盖率 | Coverage',
        examples: [
          {
            ...{ indicator: 'trade_value', park: '_T', mode: '9610', flow: 'export', as_of: null },
            rows: [
              {
                ...{ period: '2026-10', release: '2026-10.1', due: 110, received: 107, by_count: '0.972727' },
                by_value: { value: '0.973000', reason: null },
                estimated_share: { value: '0.000000', reason: null },
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

export function coverageRoutes(server: Server, { database }: Context): void {
  server.get('/coverage', { config: { access: 'published' }, schema }, async ({ query: asked }) => {
    const parks = (await listParks(database)).map(({ park_id }) => park_id);
    const cell = cellOf(asked as Static<typeof parameters> & { indicator: IndicatorId });
    const { from, to, asOf } = parseSeriesQuery(asked as Static<typeof parameters>, parks);
    const rows = await readCoverage(database, { ...cell, from, to, asOf });
    return {
      ...cell,
      as_of: asOf?.toISOString() ?? null,
      rows: rows.map((row) => ({
        ...row,
        by_value: { ...row.by_value },
        estimated_share: { ...row.estimated_share },
      })),
      reason: rows.length ? null : '所问的月份没有发布 | Nothing is published for these months',
    };
  });
}
