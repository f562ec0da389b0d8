import { isLow, type Mark } from '../catalogue/marks.ts';
import { type CustomsMode, customsModes, total } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import { type Comparison, readComparison } from './comparable.ts';
import type { Share } from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { findRelease, visibleReleases } from './releases.ts';
import type { RevisionBand } from './revision-statistics.ts';
import { readMarkedSeries } from './series.ts';

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
  readonly coverage: { readonly by_count: Decimal | null; readonly by_value: Share };
  readonly yoy: Figure;
  readonly ytd: Figure;
  readonly ytd_yoy: Figure;
  /** 可比口径: the tenants in scope now, wherever they were a year ago. In February of both months together. */
  readonly like_for_like: Figure & { readonly tenants: number | null };
  /** In February: January and February together. */
  readonly january_february: Figure | null;
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
  readonly rows: readonly OverviewRow[];
}

const modes = [total, ...(Object.keys(customsModes) as CustomsMode[])];
const none: Figure = { value: null, reason: 'MISSING' };

/** The headline of a month in one vintage; undefined where the month has no release in it. */
export async function readOverview(database: Database, query: OverviewQuery): Promise<Overview | undefined> {
  const releases = await visibleReleases(database, query.asOf);
  const visible = releases.find(({ period }) => period === query.period);
  const release = visible && (await findRelease(database, visible.id));
  if (!release) return undefined;
  const [ytd, ytdYoy] = [await byMode(database, query, 'ytd'), await byMode(database, query, 'ytd_yoy')];
  const rows: OverviewRow[] = [];
  for (const mode of modes) {
    const cell = { indicator: 'trade_value', park: query.park, mode, flow: total } as const;
    const found = await readComparison(database, { ...query, ...cell, transform: 'yoy' });
    if (found)
      rows.push({ mode, ...rowOf(found), ytd: ytd.get(mode) ?? none, ytd_yoy: ytdYoy.get(mode) ?? none });
  }
  const { id, status, published_at } = release;
  return { release: id, status, published_at, newest: releases.at(-1)?.period as Period, rows };
}

async function byMode(
  database: Database,
  { period, park, asOf }: OverviewQuery,
  transform: 'ytd' | 'ytd_yoy',
) {
  const { rows } = await readMarkedSeries(database, {
    indicator: 'trade_value',
    select: { park: [park], mode: '*' },
    ...{ from: period, to: period, last: null, transform, asOf },
  });
  return new Map(rows.map(({ mode, value, reason }): [string, Figure] => [mode, { value, reason }]));
}

function rowOf(found: Comparison): Omit<OverviewRow, 'mode' | 'ytd' | 'ytd_yoy'> {
  const nominal = found.growth.find(({ base }) => base === 'revised') ?? none;
  const like = (found.january_february ?? found).growth.find(({ scope }) => scope === 'current_scope');
  const combined = found.january_february?.growth.find(({ base }) => base === 'revised');
  return {
    ...{ value: found.value, reason: found.reason, status: found.status, coverage: found.coverage },
    yoy: { value: nominal.value, reason: nominal.reason },
    like_for_like: {
      value: like?.value ?? null,
      reason: like ? like.reason : 'NOT_APPLICABLE',
      tenants: like?.tenants ?? null,
    },
    january_february: combined ? { value: combined.value, reason: combined.reason } : null,
    expected_revision: found.expected_revision,
    low_coverage: found.coverage.by_count !== null && isLow(found.coverage.by_count),
    marks: found.marks,
  };
}
