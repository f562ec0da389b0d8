import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { type Comparison, type Figure, readComparison } from '../warehouse/comparable.ts';
import type { ComparisonQuery } from '../warehouse/comparable-growth.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { listParks } from '../warehouse/registry.ts';
import { comparisonAnswer, comparisonParameters, crossed, exampleComparison } from './comparison-schema.ts';
import { periodOrRefuse } from './parameters.ts';
import { parameterClash } from './refusals.ts';
import { orRefused, type Static } from './schema.ts';
import { measureOf } from './series-content.ts';
import { parseSeriesQuery } from './series-query.ts';
import type { Context, Server } from './server.ts';

const schema = {
  operationId: 'compare',
  tags: ['observations'],
  summary: '一个数值及其全部比较 | A value with all that it is compared with',
  description:
    '值、状态、版本、覆盖率，三种基期的增速，以及与首次发布基期之差的分解。 | The value, its status, vintage and coverage, growth on three bases, and the difference to the base as first published in parts.',
  querystring: comparisonParameters,
  response: { 200: { ...comparisonAnswer, examples: [exampleComparison] }, ...orRefused(400, 404) },
};

export function comparisonRoutes(server: Server, { database }: Context): void {
  server.get('/comparison', { config: { access: 'published' }, schema }, async ({ query: asked }) => {
    const query = await parse(asked, database);
    const found = await snapshot(database, (frozen) => readComparison(frozen, query));
    if (!found) throw notReleased(query);
    const { indicator, park, mode, flow, period, asOf } = query;
    const codes = { indicator, park, mode, flow, period };
    const { unit, decimals } = measureOf({ indicator, transform: 'level' });
    return { ...codes, unit, decimals, as_of: asOf?.toISOString() ?? null, ...shownComparison(found) };
  });
}

function shownComparison({ published_at, january_february, ...rest }: Comparison) {
  return {
    ...rest,
    ...shownFigure(rest),
    published_at: published_at.toISOString(),
    january_february: january_february && shownFigure(january_february),
  };
}

/** The figure as the schema has it: its lists are ones that may be written to. */
function shownFigure({ transform, value, status, reason, release, decomposition, ...rest }: Figure) {
  return {
    transform,
    value,
    status,
    reason,
    release,
    growth: [...rest.growth],
    decomposition: decomposition && { ...decomposition, parts: [...decomposition.parts] },
    decomposition_reason: rest.decomposition_reason,
    marks: [...rest.marks],
  };
}

async function parse(
  asked: Static<typeof comparisonParameters>,
  database: Database,
): Promise<ComparisonQuery> {
  const { period: month, transform = 'yoy', ...rest } = asked;
  const parks = await listParks(database);
  for (const dimension of crossed) {
    const code = asked[dimension];
    if (code === '*' || code?.includes(','))
      throw parameterClash(dimension, code, {
        zh: `比较一次只看一个单元：${dimension}请只写一个代码，多个代码请用/api/v1/series`,
        en: `A comparison is of one cell: give one code of ${dimension}; for several use /api/v1/series`,
      });
  }
  const period = periodOrRefuse('period', month);
  const { select, indicator, asOf } = parseSeriesQuery(
    { ...rest, transform },
    parks.map(({ park_id }) => park_id),
  );
  const [park, mode, flow] = crossed.map((dimension) => select[dimension]?.[0] ?? total) as [
    string,
    string,
    string,
  ];
  return { indicator, transform, period, asOf, park, mode, flow };
}

export function notReleased({ period, asOf }: Pick<ComparisonQuery, 'period' | 'asOf'>): Refusal {
  const by = asOf?.toISOString();
  return new Refusal(
    'no_release',
    {
      zh: by
        ? `截至${by}，${period}还没有发布，请改用更晚的asOf`
        : `${period}还没有发布，请先发布：parkstat publish --period ${period}`,
      en: by
        ? `${period} had not been published by ${by}: ask with a later asOf`
        : `${period} is not published yet: publish it first, parkstat publish --period ${period}`,
    },
    { period, ...(by ? { as_of: by } : {}) },
  );
}
