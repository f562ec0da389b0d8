import { sql } from 'kysely';
import type { Point } from '../catalogue/comparison.ts';
import {
  type Detail,
  type Dimension,
  details,
  dimensions,
  type IndicatorId,
  indicators,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { round } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';
import { type Cell, keyOf, type Select } from './series-cells.ts';

export interface VintageRelease {
  readonly id: string;
  readonly release_key: number;
  readonly period: string;
}

export const cellLimit = 200_000;

/** Observations by cell and month. */
export type Points = ReadonlyMap<string, ReadonlyMap<Period, Point>>;

/** What some releases hold of the cells asked for, of what those are parts of along `of`, and of their parents. */
export async function readPoints(
  database: Database,
  indicator: IndicatorId,
  select: Select,
  of: Dimension | null,
  releases: readonly VintageRelease[],
): Promise<Points> {
  const points = new Map<string, Map<Period, Point>>();
  if (releases.length === 0) return points;
  const ids = new Map(releases.map(({ id, release_key }) => [release_key, id]));
  const { decimals } = indicators[indicator];
  const rows = await observationsOf(database, indicator, select, of, [...ids.keys()]);
  for (const { period, release_key, value, status, reason, coverage, ...cell } of rows) {
    const key = keyOf(cell);
    const series = points.get(key) ?? new Map<Period, Point>();
    points.set(
      key,
      series.set(period as Period, {
        value: value === null ? null : round(value, decimals),
        status: status as Status,
        reason: reason as Reason | null,
        coverage,
        release: ids.get(release_key) ?? null,
      }),
    );
  }
  return points;
}

async function observationsOf(
  { kysely }: Database,
  indicator: IndicatorId,
  select: Select,
  of: Dimension | null,
  releaseKeys: readonly number[],
) {
  let query = kysely
    .selectFrom('observation')
    .select([...dimensions, 'period', 'release_key', 'value', 'status', 'reason', 'coverage'])
    .where('indicator', '=', indicator)
    .where('release_key', 'in', [...releaseKeys]);
  for (const dimension of dimensions) {
    const codes = select[dimension] ?? [total];
    // A sparse cell of a detail is read against its parent cell, a part against its whole.
    const withTotal = dimension === of || details.includes(dimension as Detail);
    if (codes !== '*') query = query.where(dimension, 'in', withTotal ? [...codes, total] : [...codes]);
  }
  const rows = await query.limit(cellLimit * 2 + 1).execute();
  refuseTooLarge(rows.length > cellLimit * 2 ? rows.length : 0);
  return rows;
}

/** The wholes along a dimension, with the month behind the last bar, of which a part is below zero. */
export async function negativeParts(
  { kysely }: Database,
  indicator: IndicatorId,
  select: Select,
  of: Dimension,
  releases: readonly VintageRelease[],
): Promise<ReadonlySet<string>> {
  if (releases.length === 0) return new Set();
  let query = kysely
    .selectFrom('observation')
    .select([...dimensions, 'period'])
    .where('indicator', '=', indicator)
    .where(
      'release_key',
      'in',
      releases.map(({ release_key }) => release_key),
    )
    .where('value', '<', sql<string>`0`)
    .where(of, '<>', total);
  for (const dimension of dimensions) {
    const codes = select[dimension] ?? [total];
    if (dimension !== of && codes !== '*') query = query.where(dimension, 'in', [...codes]);
  }
  const rows = await query.execute();
  return new Set(rows.map(({ period, ...cell }) => `${keyOf({ ...(cell as Cell), [of]: total })}|${period}`));
}

export function refuseTooLarge(cells: number): void {
  if (cells <= cellLimit) return;
  throw new Refusal(
    'too_large',
    {
      zh: `查询结果超过上限${cellLimit}个单元，请缩小时间范围或分组`,
      en: `The answer has more than ${cellLimit} cells: narrow the months or the breakdown`,
    },
    { cells, limit: cellLimit },
  );
}
