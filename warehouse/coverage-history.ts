import type { Decimal } from '../catalogue/number.ts';
import { addMonths, type Period, periodsBetween } from '../catalogue/period.ts';
import { coverageByValue, estimatedShare, readCellTenants, type Share } from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import type { RevisedCell } from './revisions.ts';
import { readSeries } from './series.ts';

/** How well a month's figure is covered, by what its release knew. */
export interface CoveredMonth {
  readonly period: Period;
  readonly release: string | null;
  /** Tenants due and those that reported; null where the release does not keep them. */
  readonly due: number | null;
  readonly received: number | null;
  readonly by_count: Decimal | null;
  readonly by_value: Share;
  readonly estimated_share: Share;
}

export interface CoverageQuery extends RevisedCell {
  readonly from: Period | null;
  readonly to: Period | null;
  readonly asOf: Date | null;
}

/** Coverage by count and by value, and the estimated share, month by month. */
export async function readCoverage(database: Database, query: CoverageQuery): Promise<CoveredMonth[]> {
  const { indicator, park, mode, flow, from, to, asOf } = query;
  const releases = await visibleReleases(database, asOf);
  const select = { park: [park], mode: [mode], flow: [flow] };
  const levels = await readSeries(database, {
    ...{ indicator, select, from, to, asOf },
    last: null,
    transform: 'level',
  });
  const [first, latest] = [levels[0]?.period as Period, levels.at(-1)?.period as Period];
  if (!first || !latest) return [];
  const read = periodsBetween(addMonths(first, -12), latest) as readonly string[];
  const tenants = await readCellTenants(
    database,
    query,
    'cny',
    releases.filter(({ period }) => read.includes(period)),
  );
  return levels.map(({ period: text, release, coverage }) => {
    const period = text as Period;
    const known = tenants.get(period);
    const before = periodsBetween(addMonths(period, -12), addMonths(period, -1));
    return {
      ...{ period, release, by_count: coverage },
      due: known ? known.due.size : null,
      received: known ? [...known.due].filter((uscc) => known.received.has(uscc)).length : null,
      by_value: coverageByValue(tenants, period, before),
      estimated_share: estimatedShare(tenants, [period]),
    };
  });
}
