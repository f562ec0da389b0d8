import { sql } from 'kysely';
import { type Lookup, type Point, transformPoint } from '../catalogue/comparison.ts';
import { type GroupingId, groupings, groupsOf } from '../catalogue/groupings.ts';
import { type Dimension, dimensions, indicators, type ToldCodes } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { add, divide, round } from '../catalogue/number.ts';
import { type Period, periodsBetween } from '../catalogue/period.ts';
import { noStanding, pointsOf, type Standing, standingOf, wholeOfParts } from '../catalogue/standing.ts';
import type { Database } from './database.ts';
import { listParks } from './registry.ts';
import { visibleReleases } from './releases.ts';
import { periodsOf, readSeries, type SeriesQuery, type SeriesRow } from './series.ts';

export interface GroupsQuery extends SeriesQuery {
  readonly from: Period;
  readonly to: Period;
  readonly by: GroupingId;
}

/** A group of codes in a month; the codes of the cell are those that all of its members share. */
export interface GroupRow extends Omit<SeriesRow, 'indicator'>, Standing {
  readonly group: string;
  /** Members that the registry or the code list counts in it. */
  readonly members: number;
}

/**
 * What codes of one dimension add up to in groups, transformed like any cell: a group without one of its members' values
 * has none either, and takes the reason.
 */
export async function readGroups(database: Database, query: GroupsQuery): Promise<GroupRow[]> {
  const { by, transform } = query;
  const { of } = groupings[by];
  const levels = await readSeries(database, { ...query, ...monthsOf(query), transform: 'level', of: null });
  const cells = Map.groupBy(levels, (row) => row[of] ?? total);
  const groups = groupsOf(by, await listParks(database));
  const reported = by === 'park_type' ? await typeCoverage(database, query.asOf) : new Map();
  const whole = pointsOf(cells.get(total));
  const beside = wholeOfParts(
    whole,
    levels.filter((row) => row[of] !== total),
  );
  return [...groups].flatMap(([group, codes]) => {
    const members = codes.flatMap((code) => (cells.has(code) ? [pointsOf(cells.get(code))] : []));
    const at: Lookup = (period) =>
      members.length === 0
        ? nothingOf(whole.get(period), query)
        : summed(
            members.map((months) => months.get(period)),
            reported.get(`${group} ${period}`),
          );
    return periodsBetween(query.from, query.to).map((period) => ({
      group,
      members: codes.length,
      ...sharedCodes(levels, of),
      period,
      ...transformPoint(transform, period, at, beside),
      ...(transform === 'level' ? standingOf(query.indicator, of, period, at, beside) : noStanding),
    }));
  });
}

/** The months of the transform, and of last year for the growth of monthly values. */
function monthsOf({ indicator, transform, from, to }: GroupsQuery) {
  const read = periodsOf({ indicator, transform: transform === 'level' ? 'yoy' : transform }, from, to);
  return { ...read, last: null };
}

/** No member has a cell: nothing, wherever the whole is measured. */
function nothingOf(whole: Point | undefined, { indicator }: SeriesQuery): Point | undefined {
  if (!whole || whole.value === null) return whole;
  return { ...whole, value: round('0', indicators[indicator].decimals) };
}

/** The sum of a month; a member that its release has no cell of did not exist, and adds nothing. */
function summed(members: readonly (Point | undefined)[], coverage: string | undefined): Point | undefined {
  const points = members.filter((point) => point !== undefined);
  const existing = points.filter(({ value, reason }) => value !== null || reason !== 'NO_BASE');
  const first = existing[0] ?? points[0];
  if (!first) return undefined;
  const none = existing.find(({ value }) => value === null);
  const estimated = existing.some(({ status }) => status === 'e');
  const point = { ...first, coverage: coverage ?? first.coverage };
  if (existing.length === 0) return point;
  if (none) return { ...point, value: null, status: none.status, reason: none.reason };
  return {
    ...point,
    value: existing.map(({ value }) => value as string).reduce(add),
    status: estimated ? 'e' : first.status,
    reason: null,
  };
}

function sharedCodes(rows: readonly SeriesRow[], of: Dimension): ToldCodes {
  const [row] = rows;
  const told = dimensions.flatMap((dimension) => {
    const code = row?.[dimension];
    return code === undefined ? [] : [[dimension, dimension === of ? total : code] as const];
  });
  return Object.fromEntries(told) as unknown as ToldCodes;
}

/** Tenants that reported over tenants due in the parks of a type, each once, by `type month`. */
async function typeCoverage(database: Database, asOf: Date | null): Promise<ReadonlyMap<string, string>> {
  const releases = await visibleReleases(database, asOf);
  const { rows } = await sql<{ type: string; release_key: number; due: string; received: string }>`
    select park.type, release_key, count(distinct uscc) as due, count(distinct uscc) filter (where received) as received
    from release_tenant join park on park.park_id = release_tenant.park
    where release_key = any(${releases.map(({ release_key }) => release_key)})
    group by park.type, release_key`.execute(database.kysely);
  const months = new Map(releases.map(({ release_key, period }) => [release_key, period]));
  return new Map(
    rows.map(({ type, release_key, due, received }) => [
      `${type} ${months.get(release_key)}`,
      divide(received, due, 6),
    ]),
  );
}
