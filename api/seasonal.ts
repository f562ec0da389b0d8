import { crossed } from '../catalogue/indicators/indicator.ts';
import { indicators } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import {
  type SeasonalPoint,
  type SeasonalRefusal,
  type SeasonalResult,
  seasonallyAdjust,
} from '../seasonal/adjust.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { listParks } from '../warehouse/registry.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import { readSeries, type SeriesQuery, type SeriesRow } from '../warehouse/series.ts';
import { parameterClash } from './refusals.ts';
import { type SeasonalParameters, seasonalCheckSchema, seasonalSchema } from './seasonal-schema.ts';
import { parseSeriesQuery } from './series-query.ts';
import type { Context, Server } from './server.ts';

type CellCodes = Readonly<Record<(typeof crossed)[number], string>>;

export function seasonalRoutes(server: Server, { database }: Context): void {
  server.get('/seasonal', { config: { access: 'published' }, schema: seasonalSchema }, async (request) => {
    const { cell, query, rows, points, result } = await adjusted(
      database,
      request.query as SeasonalParameters,
    );
    if (result.kind === 'refused') throw notAdjustable(result, query, cell, points);
    const released = [...new Set(rows.flatMap(({ release }) => release ?? []))];
    return answerOf(result, query, cell, released);
  });
  server.get(
    '/seasonal/check',
    { config: { access: 'published' }, schema: seasonalCheckSchema },
    async (request) => {
      const { cell, query, points, result } = await adjusted(database, request.query as SeasonalParameters);
      const isRefused = result.kind === 'refused';
      return {
        ...{ indicator: query.indicator, ...cell, as_of: query.asOf?.toISOString() ?? null },
        months: points.length,
        adjustable: !isRefused,
        refusal: isRefused ? { cause: result.cause, ...result.message } : null,
      };
    },
  );
}

/** What is asked of a cell's months, and what comes of it. */
async function adjusted(database: Database, asked: SeasonalParameters) {
  const parks = await listParks(database);
  const cell = cellOf(asked);
  const query = parseSeriesQuery(
    asked,
    parks.map(({ park_id }) => park_id),
  );
  const { rows, releases } = await snapshot(database, async (frozen) => ({
    rows: await readSeries(frozen, query),
    releases: await visibleReleases(frozen, query.asOf),
  }));
  if (releases.length === 0) throw nothingReleased(query);
  const points = measured(rows);
  return { cell, query, rows, points, result: seasonallyAdjust(points) };
}

function answerOf(
  result: SeasonalResult,
  { indicator, asOf }: SeriesQuery,
  cell: CellCodes,
  releases: string[],
) {
  const { engine, decimals, model, diagnostics, rows } = result;
  return {
    indicator,
    ...cell,
    unit: indicators[indicator].unit,
    decimals,
    as_of: asOf?.toISOString() ?? null,
    engine,
    releases,
    model: { ...model, coefficients: [...model.coefficients], dropped: [...model.dropped] },
    diagnostics: { ...diagnostics, m: [...diagnostics.m] },
    rows: [...rows],
  };
}

/** One cell only: factors of several would be several answers. */
function cellOf(asked: SeasonalParameters): CellCodes {
  const codes = crossed.map((dimension) => {
    const text = asked[dimension] ?? total;
    if (text === '*' || text.includes(','))
      throw parameterClash(dimension, text, {
        zh: `${dimension}只能写一个代码：季节调整逐个单元进行`,
        en: `Give one code of ${dimension}: cells are adjusted one at a time`,
      });
    return [dimension, text] as const;
  });
  return Object.fromEntries(codes) as CellCodes;
}

/** From the first month with a value to the last: a cell that began later, or has not reported yet, has no gap by that. */
function measured(rows: readonly SeriesRow[]): SeasonalPoint[] {
  const has = ({ value }: SeriesRow) => value !== null;
  const first = rows.findIndex(has);
  if (first < 0) return [];
  return rows.slice(first, rows.findLastIndex(has) + 1).map(({ period, value }) => ({ period, value }));
}

function nothingReleased({ asOf }: SeriesQuery): Refusal {
  const at = asOf?.toISOString();
  const text = at
    ? {
        zh: `截至${at}还没有任何发布，请改用更晚的asOf`,
        en: `Nothing had been published by ${at}: ask with a later asOf`,
      }
    : { zh: '还没有任何发布，请先发布各月数据', en: 'Nothing is published yet: publish the months first' };
  return new Refusal('no_release', text, at ? { as_of: at } : {});
}

function notAdjustable(
  { reason, cause, message, engine, diagnostics }: SeasonalRefusal,
  { indicator, asOf }: SeriesQuery,
  cell: CellCodes,
  points: readonly SeasonalPoint[],
): Refusal {
  return new Refusal('not_adjustable', message, {
    reason,
    cause,
    indicator,
    ...cell,
    as_of: asOf?.toISOString() ?? null,
    months: points.length,
    from: points[0]?.period ?? null,
    to: points.at(-1)?.period ?? null,
    engine,
    diagnostics,
  });
}
