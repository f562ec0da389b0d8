import { sql } from 'kysely';
import { type Cause, causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { type Dimension, details } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { compare, type Decimal, round, subtract } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';

/** A month's trade value in a park and mode that was published anew with another value. */
export interface RevisedValue {
  readonly period: Period;
  readonly park: string;
  readonly mode: string;
  readonly from: Decimal | null;
  readonly to: Decimal | null;
  readonly amount: Decimal;
  readonly from_release: string;
  readonly release: string;
  readonly causes: readonly Cause[];
}

export interface RecentRevisions {
  /** What was published up to then was known when the month before was first published; null: there is no such month. */
  readonly since: Date | null;
  /** Months published anew since, with a value that moved. */
  readonly months: readonly Period[];
  /** Park and mode cells that moved. */
  readonly cells: number;
  /** The largest first. */
  readonly rows: readonly RevisedValue[];
}

/** So many are told; `cells` tells how many there are. */
export const revisionsTold = 5;

interface ReleaseRow {
  readonly id: string;
  readonly release_key: number;
  readonly period: Period;
  readonly number: number;
  readonly published_at: Date;
  readonly causes: readonly ReleaseCause[];
}

/** Two releases of one month, and why they differ. */
interface Pair {
  readonly from: ReleaseRow;
  readonly to: ReleaseRow;
  readonly causes: readonly ReleaseCause[];
}

/**
 * Values of the month and of those before it that were published anew since the month before was first published: what a
 * reader of the last figures has not seen yet. `park` `_T` is all parks.
 */
export async function recentRevisions(
  database: Database,
  { period, park, asOf }: { readonly period: Period; readonly park: string; readonly asOf: Date | null },
): Promise<RecentRevisions> {
  const releases = await releasesUpTo(database, period, asOf);
  const since = firstOfMonthBefore(releases, period);
  const pairs = pairsSince(releases, since);
  const rows = (await readValues(database, pairs, park)).filter(
    ({ from, to }) => from !== to && (from === null || to === null || compare(from, to) !== 0),
  );
  const size = ({ amount }: RevisedValue) => amount.replace('-', '');
  const place = (row: RevisedValue) => `${row.period} ${row.park} ${row.mode}`;
  const ranked = rows.sort((a, b) => compare(size(b), size(a)) || (place(a) < place(b) ? -1 : 1));
  return {
    since,
    months: [...new Set(rows.map((row) => row.period))].sort(),
    cells: rows.length,
    rows: ranked.slice(0, revisionsTold),
  };
}

async function releasesUpTo({ kysely }: Database, period: Period, asOf: Date | null): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    select id, release_key, period, number, published_at, causes from release
    where period <= ${period} and published_at <= coalesce(${asOf}::timestamptz, 'infinity')
    order by period, number`.execute(kysely);
  return rows;
}

/** When the latest month before this one was first published. */
function firstOfMonthBefore(releases: readonly ReleaseRow[], period: Period): Date | null {
  return releases.filter((one) => one.number === 1 && one.period < period).at(-1)?.published_at ?? null;
}

/** For each month its release known then, or its first if it had none, and the newest, where these are two. */
function pairsSince(releases: readonly ReleaseRow[], since: Date | null): Pair[] {
  if (since === null) return [];
  return [...Map.groupBy(releases, ({ period }) => period).values()].flatMap((own) => {
    const from = own.findLast(({ published_at }) => published_at <= since) ?? own[0];
    const to = own.at(-1);
    if (!from || !to || from === to) return [];
    return [
      { from, to, causes: own.filter(({ number }) => number > from.number).flatMap((one) => one.causes) },
    ];
  });
}

const noDetail = Object.fromEntries(details.map((detail) => [detail, total])) as Record<
  (typeof details)[number],
  string
>;

async function readValues(
  { kysely }: Database,
  pairs: readonly Pair[],
  park: string,
): Promise<RevisedValue[]> {
  if (pairs.length === 0) return [];
  let query = kysely
    .selectFrom('observation')
    .select(['release_key', 'park', 'mode', 'value'])
    .where('indicator', '=', 'trade_value')
    .where('flow', '=', total)
    .where('park', '<>', total)
    .where('mode', '<>', total)
    .where(
      'release_key',
      'in',
      pairs.flatMap(({ from, to }) => [from.release_key, to.release_key]),
    );
  for (const [detail, code] of Object.entries(noDetail)) query = query.where(detail as Dimension, '=', code);
  if (park !== total) query = query.where('park', '=', park);
  const found = await query.execute();
  const values = new Map(found.map((row) => [`${row.release_key} ${row.park} ${row.mode}`, row.value]));
  const cells = [...new Set(found.map((row) => `${row.park} ${row.mode}`))];
  return pairs.flatMap((pair) => cells.map((cell) => revisedValue(pair, cell, values)));
}

function revisedValue(
  { from, to, causes }: Pair,
  cell: string,
  values: ReadonlyMap<string, string | null>,
): RevisedValue {
  const [park, mode] = cell.split(' ') as [string, string];
  const valueIn = ({ release_key }: ReleaseRow) => {
    const value = values.get(`${release_key} ${cell}`);
    return value == null ? null : round(value, 2);
  };
  const [before, after] = [valueIn(from), valueIn(to)];
  const codes = { indicator: 'trade_value', park, mode, flow: total, ...noDetail };
  return {
    ...{ period: to.period, park, mode, from: before, to: after },
    amount: round(subtract(after ?? '0', before ?? '0'), 2),
    from_release: from.id,
    release: to.id,
    causes: causesOf(codes, causes),
  };
}
