import { sql } from 'kysely';
import { type Dimension, dimensions, type IndicatorId, indicators } from '../catalogue/indicators.ts';
import { round } from '../catalogue/number.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Database } from './database.ts';

/** A cell that differs from the previous release of its month; null on the side whose release does not hold it. */
export interface Change extends Readonly<Record<Dimension, string>> {
  readonly indicator: string;
  readonly period: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly status: Status | null;
  readonly reason: Reason | null;
}

interface Compared {
  readonly release_key: number;
  readonly period: string;
  readonly number: number;
}

/** The release that `release` corrects; undefined for the first of its month. */
export async function previousRelease({ kysely }: Database, { period, number }: Compared) {
  return kysely
    .selectFrom('release')
    .select(['id', 'release_key', 'period', 'number'])
    .where('period', '=', period)
    .where('number', '<', number)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

const names = sql.raw(['indicator', ...dimensions].join(', '));

const moved = (before: Compared, after: Compared) => sql<Omit<Change, 'period'>>`
  select ${names}, old.value as "from", new.value as "to", new.status, new.reason
  from (select * from observation where release_key = ${after.release_key}) as new
  full join (select * from observation where release_key = ${before.release_key}) as old
    using (${names})
  where new.value is distinct from old.value or new.reason is distinct from old.reason
    or new.release_key is null or old.release_key is null`;

/** Cells that moved between two releases of a month, in code order. */
export async function readChanges(
  { kysely }: Database,
  before: Compared,
  after: Compared,
  limit: number,
  offset: number,
): Promise<{ rows: Change[]; total: number }> {
  const cells = moved(before, after);
  const counted = await sql<{ total: string }>`select count(*) as total from (${cells}) as moved`.execute(
    kysely,
  );
  const { rows } = await sql<Omit<Change, 'period'>>`${cells}
    order by ${sql.raw(['indicator', ...dimensions].map((name) => `${name} collate "C"`).join(', '))}
    limit ${limit} offset ${offset}`.execute(kysely);
  return {
    rows: rows.map((row) => ({
      ...row,
      period: after.period,
      from: published(row.indicator, row.from),
      to: published(row.indicator, row.to),
    })),
    total: Number(counted.rows[0]?.total),
  };
}

/** The cells that moved between two releases of a month, trade value first, the largest move first, and how many there are. */
export async function largestChanges(
  { kysely }: Database,
  before: Compared,
  after: Compared,
  limit: number,
): Promise<{ rows: Change[]; total: number }> {
  const { rows } = await sql<Omit<Change, 'period'> & { total: string }>`
    select *, count(*) over () as total from (${moved(before, after)}) as moved
    order by indicator = 'trade_value' desc, abs(coalesce("to", 0) - coalesce("from", 0)) desc,
      ${sql.raw(['indicator', ...dimensions].map((name) => `nullif(${name}, '_T') collate "C" nulls first`).join(', '))}
    limit ${limit}`.execute(kysely);
  return {
    rows: rows.map(({ total: _, ...row }) => ({
      ...row,
      period: after.period,
      from: published(row.indicator, row.from),
      to: published(row.indicator, row.to),
    })),
    total: Number(rows[0]?.total ?? 0),
  };
}

/** With the decimals of the indicator; as it is when the catalogue no longer has it. */
export function published(indicator: string, value: string | null): string | null {
  const entry = indicators[indicator as IndicatorId];
  return value === null || !entry ? value : round(value, entry.decimals);
}
