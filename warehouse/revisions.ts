import { sql } from 'kysely';
import { type CellCodes, causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
} from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { round } from '../catalogue/number.ts';
import { addMonths, firstDay, localInstant, type Period } from '../catalogue/period.ts';
import type { Database } from './database.ts';
import {
  bandOf,
  type Pair,
  type RevisionBand,
  type RevisionStatistics,
  revisionStatistics,
  revisionText,
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
  /** Of the first value, in the unit of the triangle; null for the first itself, and where it cannot be told. */
  readonly revision: string | null;
  /** What can have moved the cell since the release before. */
  readonly causes: readonly Pick<ReleaseCause, 'code' | 'public'>[];
}

export interface RevisionMonth {
  readonly period: string;
  readonly releases: readonly Vintage[];
  /** What was known at the end of the third month after; null until something is published after that. */
  readonly third_month: Pick<Vintage, 'release' | 'value' | 'revision'> | null;
}

/** The triangle of a cell: months by releases. `lag` is the number of releases after the first. */
export interface Revisions {
  readonly unit: 'percent' | 'percentage_points';
  readonly months: readonly RevisionMonth[];
  readonly lags: readonly ({ readonly lag: number } & RevisionStatistics)[];
  /** First against what was known at the end of the third month after. */
  readonly third: RevisionStatistics;
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
    third: revisionStatistics(thirdPairs(months), isRate),
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
  const months = await readMonths(database, cell, asOf);
  return bandOf(settledPairs(months), isRateUnit(cell));
}

function thirdPairs(months: readonly RevisionMonth[]): Pair[] {
  return months.flatMap(({ releases, third_month }) => {
    const [first, later] = [releases.find(({ number }) => number === 1)?.value, third_month?.value];
    return first != null && later != null ? [{ first, later }] : [];
  });
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
  cell: RevisedCell,
  asOf: Date | null,
): Promise<RevisionMonth[]> {
  const { indicator, park, mode, flow } = cell;
  const { rows } = await sql<Found>`
    select release.period, release.number, release.id as release, release.published_at, release.causes,
      observation.value::text as value, observation.status
    from release
    left join observation
      on observation.release_key = release.release_key and indicator = ${indicator} and park = ${park} and mode = ${mode}
      and flow = ${flow} and partner = '_T' and chapter = '_T' and section = '_T' and district = '_T' and transport = '_T'
      and kind = '_T'
    where published_at <= coalesce(${asOf}::timestamptz, 'infinity')
    order by release.period, release.number`.execute(kysely);
  // Without an instant, as far as the newest release knows: an answer does not change while nothing is published.
  const known = asOf ?? new Date(Math.max(0, ...rows.map((row) => row.published_at.getTime())));
  return [...Map.groupBy(rows, ({ period }) => period)].map(([period, found]) => {
    const releases = vintagesOf(cell, found);
    return { period, releases, third_month: thirdMonth(period as Period, releases, known) };
  });
}

type Found = Omit<Vintage, 'revision' | 'causes'> & {
  readonly period: string;
  readonly causes: readonly ReleaseCause[];
};

function vintagesOf(cell: RevisedCell, found: readonly Found[]): Vintage[] {
  const { decimals } = indicators[cell.indicator];
  const codes = { ...noDetail, ...cell };
  const rounded = found.map(({ value }) => (value === null ? null : round(value, decimals)));
  return found.map(({ period: _, causes, ...one }, at) => {
    const [first, value] = [rounded[0], rounded[at] ?? null];
    const isMoved = at > 0 && first != null && value !== null;
    return {
      ...one,
      value,
      revision: isMoved ? revisionText({ first, later: value }, isRateUnit(cell)) : null,
      causes: at > 0 && value !== rounded[at - 1] ? causesAt(codes, causes) : [],
    };
  });
}

const noDetail = Object.fromEntries(dimensions.map((dimension) => [dimension, total])) as Record<
  Dimension,
  string
>;

function causesAt(cell: CellCodes, all: readonly ReleaseCause[]): Vintage['causes'] {
  const own = causesOf(cell, all);
  return all
    .filter(({ code }) => own.includes(code))
    .map(({ code, public: said }) => ({ code, public: said }));
}

/** Null while the third month after has not ended. */
function thirdMonth(period: Period, releases: readonly Vintage[], known: Date): RevisionMonth['third_month'] {
  const end = localInstant(firstDay(addMonths(period, 4)), 0);
  const found = releases.findLast(({ published_at }) => published_at < end);
  if (!found || known < end) return null;
  const { release, value, revision } = found;
  return { release, value, revision };
}
