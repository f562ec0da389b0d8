import { sql } from 'kysely';
import { type Indicator, type IndicatorId, indicators } from '../catalogue/indicators.ts';
import { round } from '../catalogue/number.ts';
import type { Database } from './database.ts';
import {
  bandOf,
  type Pair,
  type RevisionBand,
  type RevisionStatistics,
  revisionStatistics,
} from './revision-statistics.ts';

/** A cell without breakdowns. */
export interface RevisedCell {
  readonly indicator: IndicatorId;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

/** A value of a month as one release has it. */
export interface Vintage {
  readonly number: number;
  readonly release: string;
  readonly published_at: Date;
  readonly value: string | null;
  readonly status: string | null;
}

export interface RevisionMonth {
  readonly period: string;
  readonly releases: readonly Vintage[];
}

/** The triangle of a cell: months by releases. `lag` is the number of releases after the first. */
export interface Revisions {
  readonly unit: 'percent' | 'percentage_points';
  readonly months: readonly RevisionMonth[];
  readonly lags: readonly ({ readonly lag: number } & RevisionStatistics)[];
  /** First against latest. */
  readonly latest: RevisionStatistics;
  readonly band: RevisionBand;
}

/** How a cell's months were revised, as was known at an instant. */
export async function readRevisions(
  database: Database,
  cell: RevisedCell,
  asOf: Date | null,
): Promise<Revisions> {
  const months = await readMonths(database, cell, asOf);
  const isRate = isRateUnit(cell);
  const most = Math.max(1, ...months.map(({ releases }) => releases.length));
  const lags = Array.from({ length: most - 1 }, (_, at) => at + 1);
  return {
    unit: isRate ? 'percentage_points' : 'percent',
    months,
    lags: lags.map((lag) => ({
      lag,
      ...revisionStatistics(
        pairsOf(months, ({ number }) => number === lag + 1),
        isRate,
      ),
    })),
    latest: revisionStatistics(pairsOf(months, isLatest), isRate),
    band: bandOf(settledPairs(months), isRate),
  };
}

/**
 * How far first values of a cell are usually revised: mean, and the 10 % and 90 % quantiles, of the relative revisions to
 * the latest known value. The newest month has had no time to be revised and does not count.
 */
export async function revisionBand(
  database: Database,
  cell: RevisedCell,
  asOf: Date | null,
): Promise<RevisionBand> {
  return bandOf(settledPairs(await readMonths(database, cell, asOf)), isRateUnit(cell));
}

function settledPairs(months: readonly RevisionMonth[]): Pair[] {
  return pairsOf(months.slice(0, -1), isLatest);
}

function isRateUnit({ indicator }: RevisedCell): boolean {
  return (indicators[indicator] as Indicator).unit === 'ratio';
}

function isLatest(one: Vintage, releases: readonly Vintage[]): boolean {
  return one === releases.at(-1);
}

/** First values beside later ones; a month that has no value in either tells nothing. */
function pairsOf(
  months: readonly RevisionMonth[],
  isLater: (one: Vintage, releases: readonly Vintage[]) => boolean,
): Pair[] {
  return months.flatMap(({ releases }) => {
    const first = releases.find(({ number }) => number === 1)?.value;
    const later = releases.find((one) => isLater(one, releases))?.value;
    return first != null && later != null ? [{ first, later }] : [];
  });
}

async function readMonths(
  { kysely }: Database,
  { indicator, park, mode, flow }: RevisedCell,
  asOf: Date | null,
): Promise<RevisionMonth[]> {
  const { rows } = await sql<Vintage & { period: string }>`
    select release.period, release.number, release.id as release, release.published_at,
      observation.value::text as value, observation.status
    from release
    left join observation
      on observation.release_key = release.release_key and indicator = ${indicator} and park = ${park} and mode = ${mode}
      and flow = ${flow} and partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T'
      and kind = '_T'
    where published_at <= coalesce(${asOf}::timestamptz, 'infinity')
    order by release.period, release.number`.execute(kysely);
  const { decimals } = indicators[indicator];
  return [...Map.groupBy(rows, ({ period }) => period)].map(([period, releases]) => ({
    period,
    releases: releases.map(({ period: _period, value, ...one }) => ({
      ...one,
      value: value === null ? null : round(value, decimals),
    })),
  }));
}
