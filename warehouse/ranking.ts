import { type Detail, type Dimension, details } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { competitionRanks } from '../catalogue/ranking.ts';
import { noStanding, pointsOf, type Standing, standingOf, wholeOfParts } from '../catalogue/standing.ts';
import type { Database } from './database.ts';
import { readSeries, type SeriesQuery, type SeriesRow } from './series.ts';

export interface RankingQuery extends SeriesQuery {
  readonly from: Period;
  readonly to: Period;
  /** The dimension whose codes are ranked among themselves; all of them are selected in it. */
  readonly by: Dimension;
  /** Only the first so many ranks, the others as one row; null = all. */
  readonly top: number | null;
}

export interface RankedRow extends SeriesRow, Standing {
  /** Null: no value, or nothing that can be ranked. */
  readonly rank: number | null;
  /** How many are ranked in the month. */
  readonly ranked: number;
  /** Its rank then, null where it had none. */
  readonly rank_month_ago: number | null;
  readonly rank_year_ago: number | null;
  /** Ranks risen since, below zero fallen; null where one of the two is missing. */
  readonly moved_month: number | null;
  readonly moved_year: number | null;
}

/** What stands behind the first ranks of a month: how many are ranked, and their sum; the value is null where one of them has none or values do not add up. */
export interface Others {
  readonly period: string;
  readonly count: number;
  readonly value: Decimal | null;
}

/** The whole that the ranked ones are parts of, in a month. */
export type WholeRow = SeriesRow & Pick<Standing, 'growth' | 'growth_reason'>;

export interface Ranking {
  readonly totals: WholeRow[];
  readonly rows: RankedRow[];
  readonly others: Others[];
}

/**
 * The codes of a dimension, each month ranked at one vintage, in order of month, rank and code (competition ranking,
 * METHODS 6.2). Of partners, chapters and other sparse breakdowns only those with trade are ranked: how many have none
 * depends on how far one looks back. What is known in total only (`_U`) is never ranked.
 */
export async function readRanking(database: Database, query: RankingQuery): Promise<Ranking> {
  const { by, from, to } = query;
  const read = await readSeries(database, { ...query, from: addMonths(from, -12), to, last: null });
  const parts = read.filter((row) => codeOf(row, by) !== total);
  const standing = standings(read, query);
  const ranks = new Map(
    [...Map.groupBy(parts, ({ period }) => period)].map(([period, rows]) => [period, ranksOf(rows, by)]),
  );
  const whole = read.filter((row) => codeOf(row, by) === total && row.period >= from);
  const months = whole.map(({ period }) => ({
    period,
    rows: parts
      .filter((row) => row.period === period)
      .map((row) => ({ ...row, ...rankIn(ranks, codeOf(row, by), period as Period), ...standing(row) }))
      .sort(byRank(by)),
  }));
  return {
    totals: whole.map((row) => {
      const { growth, growth_reason } = standing(row);
      return { ...row, growth, growth_reason };
    }),
    rows: months.flatMap(({ rows }) => rows.filter((row) => isShown(row, by, query.top))),
    others: query.top === null ? [] : months.map(({ period, rows }) => othersOf(period, rows, query)),
  };
}

/** Growth, share and contribution of monthly values, from what was read anyhow; other transforms have none. */
function standings(
  read: readonly SeriesRow[],
  { indicator, by, transform }: RankingQuery,
): (row: SeriesRow) => Standing {
  if (transform !== 'level') return () => noStanding;
  const cells = Map.groupBy(read, (row) => codeOf(row, by));
  const points = new Map([...cells].map(([code, rows]) => [code, pointsOf(rows)]));
  const beside = wholeOfParts(
    points.get(total) ?? new Map(),
    read.filter((row) => codeOf(row, by) !== total),
  );
  return (row) => {
    const own = points.get(codeOf(row, by));
    return standingOf(indicator, by, row.period as Period, (period) => own?.get(period), beside);
  };
}

function codeOf(row: SeriesRow, by: Dimension): string {
  return row[by] ?? total;
}

function ranksOf(rows: readonly SeriesRow[], by: Dimension): ReadonlyMap<string, number> {
  const sparse = details.includes(by as Detail);
  const candidates = rows
    .map((row) => ({ code: codeOf(row, by), value: row.value }))
    .filter(({ code, value }) => code !== '_U' && !(sparse && value !== null && compare(value, '0') === 0));
  return competitionRanks(candidates);
}

type Ranks = ReadonlyMap<string, ReadonlyMap<string, number>>;

function rankIn(ranks: Ranks, code: string, period: Period) {
  const at = (month: Period) => ranks.get(month)?.get(code) ?? null;
  const rank = at(period);
  const [monthAgo, yearAgo] = [at(addMonths(period, -1)), at(addMonths(period, -12))];
  return {
    rank,
    ranked: ranks.get(period)?.size ?? 0,
    rank_month_ago: monthAgo,
    rank_year_ago: yearAgo,
    moved_month: rank === null || monthAgo === null ? null : monthAgo - rank,
    moved_year: rank === null || yearAgo === null ? null : yearAgo - rank,
  };
}

const unranked = 1e9;
const unvalued = 2e9;

/** Ranks first, then what has a value and no rank, then what has none; in code order among equals. */
function byRank(by: Dimension): (a: RankedRow, b: RankedRow) => number {
  const place = ({ rank, value }: RankedRow) => rank ?? (value === null ? unvalued : unranked);
  const codeOrder = (a: RankedRow, b: RankedRow) => (codeOf(a, by) < codeOf(b, by) ? -1 : 1);
  return (a, b) => (place(a) === place(b) ? codeOrder(a, b) : place(a) - place(b));
}

function isShown(row: RankedRow, by: Dimension, top: number | null): boolean {
  return top === null || codeOf(row, by) === '_U' || (row.rank !== null && row.rank <= top);
}

function othersOf(period: string, rows: readonly RankedRow[], { by, top, transform }: RankingQuery): Others {
  const behind = rows.filter((row) => !isShown(row, by, top));
  const addable = transform !== 'mom' && transform !== 'yoy' && transform !== 'ytd_yoy';
  // A code that its month's release has no cell of did not exist, and adds nothing.
  const some = behind.filter(({ value, reason }) => value !== null || reason !== 'NO_BASE');
  const known = some.flatMap(({ value }) => value ?? []);
  const value = addable && known.length === some.length ? known.reduce(add, '0') : null;
  return { period, count: behind.filter(({ rank }) => rank !== null).length, value };
}
