import { type Dimension, transforms } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Database } from '../warehouse/database.ts';
import { listParks } from '../warehouse/registry.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import type { SeriesQuery } from '../warehouse/series.ts';
import { nothingReleased } from './nothing-released.ts';
import { parameterClash } from './refusals.ts';
import { oneOf, Type } from './schema.ts';
import { parseSeriesQuery, type SeriesParameters, seriesParameters } from './series-query.ts';

const one = (zh: string, en: string, example: string) =>
  Type.Optional(
    Type.String({
      maxLength: 40,
      description: `${zh}，一个代码，不写为_T | ${en}, one code; _T when not given`,
      examples: [example],
    }),
  );

/** What rankings and groups ask of one cell: everything of a series but that its other dimensions have one code each. */
export const oneCellParameters = {
  indicator: seriesParameters.properties.indicator,
  park: one('园区', 'Park', 'P01'),
  mode: one('监管方式', 'Customs mode', '9710'),
  flow: one('进出口', 'Flow', 'export'),
  from: seriesParameters.properties.from,
  to: seriesParameters.properties.to,
  last: seriesParameters.properties.last,
  transform: Type.Optional(
    oneOf(Object.keys(transforms) as (keyof typeof transforms)[], {
      description: '变换，不写为level | Transform; level when not given',
      examples: ['level'],
    }),
  ),
  asOf: seriesParameters.properties.asOf,
};

type OneCell = Pick<
  SeriesParameters,
  'indicator' | 'park' | 'mode' | 'flow' | 'from' | 'to' | 'last' | 'transform' | 'asOf'
>;
export type PartsQuery = SeriesQuery & { readonly from: Period; readonly to: Period };

/** The series of every code of a dimension beside one cell, in months that the vintage has. */
export async function parsePartsQuery(
  database: Database,
  by: Dimension,
  asked: OneCell,
): Promise<PartsQuery> {
  for (const dimension of ['park', 'mode', 'flow'] as const) refuseMany(by, dimension, asked[dimension]);
  const isPart = asked.transform === 'share' || asked.transform === 'contribution';
  const parks = await listParks(database);
  const query = parseSeriesQuery(
    { ...asked, [by]: '*', ...(isPart ? { of: by } : {}) },
    parks.map(({ park_id }) => park_id),
  );
  const releases = await visibleReleases(database, query.asOf);
  const months = releases.map(({ period }) => period as Period);
  const [first, latest] = [months[0], months.at(-1)];
  const end = query.to ?? latest;
  if (!first || !latest || !end || end > latest || end < first) throw nothingReleased(query, releases);
  return { ...query, ...monthsOf(query, first, end), last: null };
}

/** One month unless several are asked for, none before the first that was published. */
function monthsOf({ from, last }: SeriesQuery, first: Period, to: Period): { from: Period; to: Period } {
  const asked = last ? addMonths(to, 1 - last) : (from ?? to);
  return { from: asked < first ? first : asked, to };
}

function refuseMany(by: Dimension, dimension: 'park' | 'mode' | 'flow', code: string | undefined): void {
  if (code === undefined) return;
  if (dimension === by && code !== total)
    throw parameterClash(dimension, code, {
      zh: `按${by}排列时不能再写${dimension}`,
      en: `\`${dimension}\` cannot be given where its codes are set side by side`,
    });
  if (code === '*' || code.includes(','))
    throw parameterClash(dimension, code, {
      zh: `${dimension}请只写一个代码；多个代码请用/api/v1/series`,
      en: `Give one code of ${dimension}; for several use /api/v1/series`,
    });
}
