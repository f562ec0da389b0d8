import { grown, type Point, spanOf } from '../catalogue/comparison.ts';
import type { Decomposition } from '../catalogue/decomposition.ts';
import { type Transform, transformsOf } from '../catalogue/indicators.ts';
import type { Mark } from '../catalogue/marks.ts';
import type { Decimal } from '../catalogue/number.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import {
  type ComparedTransform,
  type ComparisonQuery,
  followTenants,
  type GrowthOnBase,
  isFollowed,
  notFollowed,
} from './comparable-growth.ts';
import {
  coverageByValue,
  estimatedShare,
  inMonths,
  readCellTenants,
  type Share,
} from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import type { RevisionBand } from './revision-statistics.ts';
import { revisionBand } from './revisions.ts';
import { readMarkedSeries, readSeries, type SeriesQuery } from './series.ts';
import type { VintageRelease } from './series-points.ts';

/** A value, of a month or of a year to date, with all that it may be compared with. */
export interface Figure {
  readonly transform: ComparedTransform;
  readonly value: Decimal | null;
  readonly status: Status;
  readonly reason: Reason | null;
  readonly release: string | null;
  readonly growth: readonly GrowthOnBase[];
  readonly decomposition: Decomposition | null;
  readonly decomposition_reason: Reason | null;
  readonly marks: readonly Mark[];
}

export interface Comparison extends Figure {
  readonly published_at: Date;
  readonly coverage: { readonly by_count: Decimal | null; readonly by_value: Share };
  readonly estimated_share: Share;
  /** How far first values are usually revised, by what was known then; null for a value that has been revised already. */
  readonly expected_revision: RevisionBand | null;
  /** In February: January and February together, as they are to be compared. */
  readonly january_february: Figure | null;
}

/** The card of a value in one vintage; undefined where the month has no release in it. */
export async function readComparison(
  database: Database,
  query: ComparisonQuery,
): Promise<Comparison | undefined> {
  const { period, transform } = query;
  const releases = await visibleReleases(database, query.asOf);
  const release = releases.find((one) => one.period === period);
  if (!release) return undefined;
  const before = periodsBetween(addMonths(period, -12), addMonths(period, -1));
  const { current } = spanOf(transform, period);
  const tenants = await readCellTenants(database, query, 'cny', inMonths(releases, [...before, ...current]));
  const isFebruary = period.endsWith('-02') && transformsOf(query.indicator).includes('ytd_yoy');
  const { number, published_at } = await publicationOf(database, release.release_key);
  const { coverage } = await readPoint(database, query, 'level', period, query.asOf);
  return {
    ...(await readFigure(database, query, releases)),
    published_at,
    coverage: { by_count: coverage, by_value: coverageByValue(tenants, period, before) },
    estimated_share: estimatedShare(tenants, current),
    expected_revision: number === 1 ? await revisionBand(database, query, query.asOf) : null,
    january_february:
      isFebruary && transform !== 'ytd_yoy'
        ? await readFigure(database, { ...query, transform: 'ytd_yoy' }, releases)
        : null,
  };
}

/** The value with its growth and decomposition alone. */
export async function readFigure(
  database: Database,
  query: ComparisonQuery,
  releases: readonly VintageRelease[],
): Promise<Figure> {
  const { transform, period, asOf } = query;
  const base = spanOf(transform, period).base.at(-1) as Period;
  const level = transform === 'ytd_yoy' ? 'ytd' : 'level';
  const firstAt = await firstPublished(database, base, asOf);
  const now = await readPoint(database, query, level, period, asOf);
  const revised = await readPoint(database, query, level, base, asOf);
  const first = firstAt ? await readPoint(database, query, level, base, firstAt) : undefined;
  const { rows, marks } = await readMarkedSeries(database, seriesOf(query, transform, period, asOf));
  const nominal = [
    told('first_published', now, first, grown(now, first)),
    told('revised', now, revised, rows[0] ?? noPoint),
  ];
  const followed = isFollowed(query.indicator)
    ? await followTenants(database, query, releases, firstAt, { now, revised, first })
    : notFollowed;
  const { value, status, reason, release } = now;
  return {
    ...{ transform, value, status, reason, release },
    growth: [...nominal, ...followed.growth],
    decomposition: followed.decomposition,
    decomposition_reason: followed.decomposition_reason,
    marks: [...(marks[0]?.marks ?? []), ...(followed.isScopeChanged ? ['SCOPE_CHANGE' as const] : [])],
  };
}

const noPoint: Point = { value: null, status: 'x', reason: 'MISSING', coverage: null, release: null };

function told(
  base: 'first_published' | 'revised',
  now: Point,
  before: Point | undefined,
  { value, reason }: Pick<Point, 'value' | 'reason'>,
): GrowthOnBase {
  const [current, base_value] = [now.value, before?.value ?? null];
  const base_release = before?.release ?? null;
  return { base, scope: 'nominal', value, reason, current, base_value, base_release, tenants: null };
}

function seriesOf(
  { indicator, park, mode, flow }: ComparisonQuery,
  transform: Transform,
  period: Period,
  asOf: Date | null,
): SeriesQuery {
  const select = { park: [park], mode: [mode], flow: [flow] };
  return { indicator, select, from: period, to: period, last: null, transform, asOf };
}

async function readPoint(
  database: Database,
  query: ComparisonQuery,
  transform: Transform,
  period: Period,
  asOf: Date | null,
): Promise<Point> {
  const [row] = await readSeries(database, seriesOf(query, transform, period, asOf));
  return row ?? noPoint;
}

/** When the month was first published, if it was by then. */
async function firstPublished({ kysely }: Database, period: Period, asOf: Date | null): Promise<Date | null> {
  let query = kysely.selectFrom('release').select('published_at').where('period', '=', period);
  if (asOf) query = query.where('published_at', '<=', asOf);
  const found = await query.orderBy('number').executeTakeFirst();
  return found?.published_at ?? null;
}

async function publicationOf({ kysely }: Database, release_key: number) {
  return kysely
    .selectFrom('release')
    .select(['number', 'published_at'])
    .where('release_key', '=', release_key)
    .executeTakeFirstOrThrow();
}
