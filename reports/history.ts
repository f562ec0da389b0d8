import { dimensions } from '../catalogue/indicators.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import { add, compare, type Decimal, multiply, subtract } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import { competitionRanks, type Ranked } from '../catalogue/ranking.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Database } from '../warehouse/database.ts';
import { visibleReleases } from '../warehouse/releases.ts';
import type { RevisionBand } from '../warehouse/revision-statistics.ts';
import { readSeries, type SeriesQuery } from '../warehouse/series.ts';
import { readVintages, type VintageRow } from '../warehouse/vintages.ts';

/** All months of a vintage as far as sentences speak of them: trade value of the scope, last month's order of the parks. */
export interface History {
  /** Months in order by `mode|flow`; what was not released in between is in it without a value. */
  readonly months: ReadonlyMap<string, readonly Month[]>;
  /** Ranks among the parks this month and last, by park; parks that are equal share one. */
  readonly ranks: Ranks;
  readonly ranksBefore: Ranks;
  /** How first values of the scope's trade value are usually revised, in per cent. */
  readonly band: RevisionBand | null;
  /** Between which ends the growth of a first release is to be expected; null where nothing is. */
  readonly expected: VintageRow['expected'];
}

export interface Month {
  readonly period: Period;
  readonly value: Decimal | null;
}
type Ranks = ReadonlyMap<string, number>;

interface Of {
  readonly period: Period;
  readonly scope: string;
  /** The vintage. */
  readonly asOf: Date;
}

const everywhere = Object.fromEntries(dimensions.map((dimension) => [dimension, [total]]));

export async function readHistory(database: Database, of: Of): Promise<History> {
  const { period, scope, asOf } = of;
  const first = (await visibleReleases(database, asOf))[0]?.period ?? period;
  const ask = (select: object, from: string, transform: 'level' | 'yoy'): SeriesQuery => ({
    indicator: 'trade_value',
    select: { ...everywhere, ...select } as SeriesQuery['select'],
    from: from as Period,
    to: period,
    last: null,
    transform,
    asOf,
  });
  const cells = {
    park: [scope],
    mode: [total, ...Object.keys(customsModes)],
    flow: [total, ...Object.keys(flows)],
  };
  const months = (await readSeries(database, ask(cells, first, 'level'))) as Row[];
  const last = addMonths(period, -1);
  const parks = (await readSeries(database, ask({ park: '*' }, last, 'level'))) as Row[];
  const vintages = await readVintages(database, ask({ park: [scope] }, period, 'yoy'));
  return {
    months: Map.groupBy(months, ({ mode, flow }) => `${mode}|${flow}`),
    ranks: ranksOf(parks, period),
    ranksBefore: ranksOf(parks, last),
    band: vintages.bands[0]?.band ?? null,
    expected: vintages.rows[0]?.expected ?? null,
  };
}

function ranksOf(rows: readonly Row[], period: Period): Ranks {
  const trading = rows
    .filter((row) => row.period === period && row.park !== total)
    .filter(({ value }) => value !== null && compare(value, '0') > 0)
    .map(({ park, value }): Ranked => ({ code: park, value }));
  return competitionRanks(trading);
}

export function hasTie(ranks: Ranks, park: string): boolean {
  return [...ranks].some(([other, rank]) => other !== park && rank === ranks.get(park));
}

/** How a month stands among all months before it; undefined where one of them is missing. */
export function recordOf(months: readonly Month[], period: Period) {
  const values = valuesOf(months.filter((month) => month.period <= period));
  const own = values?.at(-1);
  if (values === undefined || own === undefined) return undefined;
  const before = values.slice(0, -1);
  return {
    months: values.length,
    isHighest: before.every((value) => compare(value, own) < 0),
    isLowest: before.every((value) => compare(value, own) > 0),
  };
}

/** Whether the month a year before is among the lowest or highest tenth of all months before this one. */
export function baseOf(months: readonly Month[], period: Period) {
  const values = valuesOf(months.filter((month) => month.period < period));
  const base = months.find((month) => month.period === addMonths(period, -12))?.value;
  if (values === undefined || base == null) return undefined;
  const ordered = values.toSorted(compare);
  return {
    months: values.length + 1,
    isLow: compare(base, quantile(ordered, 1)) <= 0,
    isHigh: compare(base, quantile(ordered, 9)) >= 0,
  };
}

function valuesOf(months: readonly Month[]): Decimal[] | undefined {
  const values = months.flatMap(({ value }) => value ?? []);
  return values.length === months.length ? values : undefined;
}

/** Of ordered values the quantile of so many tenths, exact (Hyndman and Fan's seventh definition). */
export function quantile(ordered: readonly Decimal[], tenths: number): Decimal {
  const place = (ordered.length - 1) * tenths;
  const [below, part] = [Math.floor(place / 10), place % 10];
  const [low, high] = [ordered[below] as Decimal, (ordered[below + 1] ?? ordered[below]) as Decimal];
  return add(low, multiply(subtract(high, low), `0.${part}`));
}
