import { isLow, type Mark } from '../catalogue/marks.ts';
import { type CustomsMode, customsModes, total } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import { readFigure } from './comparable.ts';
import { coverageByValue, inMonths, readCellTenants, type Share } from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { releaseColumns, visibleReleases } from './releases.ts';
import type { RevisionBand } from './revision-statistics.ts';
import { revisionBand } from './revisions.ts';
import { readSeries, type SeriesRow } from './series.ts';
import type { VintageRelease } from './series-points.ts';

export interface OverviewQuery {
  readonly period: Period;
  readonly park: string;
  readonly asOf: Date | null;
}

/** A figure that has a reason where it has no value. */
interface Figure {
  readonly value: Decimal | null;
  readonly reason: Reason | null;
}

/** Trade value of a mode, `_T` all of them, with what is told beside it. */
export interface OverviewRow extends Figure {
  readonly mode: string;
  readonly status: Status;
  readonly coverage: Decimal | null;
  readonly yoy: Figure;
  readonly ytd: Figure;
  readonly ytd_yoy: Figure;
  /** 可比口径: the tenants in scope now, wherever they were a year ago. In February of both months together. */
  readonly like_for_like: Figure & { readonly tenants: number | null };
  /** In February: January and February together. */
  readonly january_february: Figure | null;
  /** How far first values are usually revised; null for a value that has been revised already. */
  readonly expected_revision: RevisionBand | null;
  /** Too few have reported for the value to be compared with another. */
  readonly low_coverage: boolean;
  /** Of the growth on the same month of the year before. */
  readonly marks: readonly Mark[];
}

export interface Overview {
  readonly release: string;
  readonly status: Status;
  readonly published_at: Date;
  /** The newest released month of the vintage. */
  readonly newest: Period;
  readonly coverage: { readonly by_count: Decimal | null; readonly by_value: Share };
  readonly rows: readonly OverviewRow[];
}

const modes = [total, ...(Object.keys(customsModes) as CustomsMode[])];
const none: Figure = { value: null, reason: 'MISSING' };

/** The headline of a month in one vintage; undefined where the month has no release in it. */
export async function readOverview(database: Database, query: OverviewQuery): Promise<Overview | undefined> {
  const releases = await visibleReleases(database, query.asOf);
  const visible = releases.find(({ period }) => period === query.period);
  if (!visible) return undefined;
  const { number, ...release } = await database.kysely
    .selectFrom('release')
    .select(releaseColumns)
    .where('release_key', '=', visible.release_key)
    .executeTakeFirstOrThrow();
  const level = await byMode(database, query, 'level');
  const told = {
    ytd: await byMode(database, query, 'ytd'),
    ytd_yoy: await byMode(database, query, 'ytd_yoy'),
  };
  const rows: OverviewRow[] = [];
  for (const mode of modes) {
    const own = level.get(mode);
    if (!own) continue;
    const sums = { ytd: figureOf(told.ytd.get(mode)), ytd_yoy: figureOf(told.ytd_yoy.get(mode)) };
    rows.push({ ...rowOf(own), ...sums, ...(await compared(database, query, mode, releases, number === 1)) });
  }
  return {
    release: release.id,
    status: release.status,
    published_at: release.published_at,
    newest: releases.at(-1)?.period as Period,
    coverage: {
      by_count: level.get(total)?.coverage ?? null,
      by_value: await coverageOf(database, query, releases),
    },
    rows,
  };
}

async function byMode(
  database: Database,
  { period, park, asOf }: OverviewQuery,
  transform: 'level' | 'ytd' | 'ytd_yoy',
): Promise<ReadonlyMap<string, SeriesRow>> {
  const rows = await readSeries(database, {
    indicator: 'trade_value',
    select: { park: [park], mode: modes },
    ...{ from: period, to: period, last: null, transform, asOf },
  });
  return new Map(rows.map((row) => [row.mode, row]));
}

function rowOf({ mode, value, reason, status, coverage }: SeriesRow) {
  return { mode, value, reason, status, coverage, low_coverage: coverage !== null && isLow(coverage) };
}

function figureOf(row: Figure | undefined): Figure {
  return { value: row?.value ?? null, reason: row ? row.reason : none.reason };
}

async function compared(
  database: Database,
  query: OverviewQuery,
  mode: string,
  releases: readonly VintageRelease[],
  isFirst: boolean,
): Promise<Pick<OverviewRow, 'yoy' | 'like_for_like' | 'january_february' | 'expected_revision' | 'marks'>> {
  const cell = { indicator: 'trade_value', park: query.park, mode, flow: total } as const;
  const read = (transform: 'yoy' | 'ytd_yoy') =>
    readFigure(database, { ...query, ...cell, transform }, releases);
  const month = await read('yoy');
  const both = query.period.endsWith('-02') ? await read('ytd_yoy') : undefined;
  const nominal = (figure: typeof month) => figure.growth.find(({ base }) => base === 'revised');
  const like = (both ?? month).growth.find(({ scope }) => scope === 'current_scope');
  return {
    yoy: figureOf(nominal(month)),
    like_for_like: { ...figureOf(like), tenants: like?.tenants ?? null },
    january_february: both ? figureOf(nominal(both)) : null,
    expected_revision: isFirst ? await revisionBand(database, cell, query.asOf) : null,
    marks: month.marks,
  };
}

async function coverageOf(
  database: Database,
  { period, park }: OverviewQuery,
  releases: readonly VintageRelease[],
): Promise<Share> {
  const before = periodsBetween(addMonths(period, -12), addMonths(period, -1));
  const whole = { park, mode: total, flow: total };
  const tenants = await readCellTenants(database, whole, 'cny', inMonths(releases, [...before, period]));
  return coverageByValue(tenants, period, before);
}
