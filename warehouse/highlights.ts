import type { Lookup, Point } from '../catalogue/comparison.ts';
import { spanOf } from '../catalogue/comparison.ts';
import type { ChangePart, TenantMonth } from '../catalogue/decomposition.ts';
import {
  type CellPair,
  type Contribution,
  type Facts,
  factsOf,
  type PartOfTenants,
  partsOfTenants,
  type Rest,
  rankContributions,
  type ToldTransform,
  toldTransforms,
} from '../catalogue/highlights.ts';
import { total } from '../catalogue/mode.ts';
import { add, compare, type Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Scope } from '../catalogue/roles.ts';
import type { Reason } from '../catalogue/status.ts';
import { readFigure } from './comparable.ts';
import { inMonths, readCellTenants } from './comparable-tenants.ts';
import type { Database } from './database.ts';
import { visibleReleases } from './releases.ts';
import { readSeries } from './series.ts';
import type { VintageRelease } from './series-points.ts';

export interface HighlightsQuery {
  readonly period: Period;
  /** `_T`: the whole city. */
  readonly park: string;
  readonly asOf: Date | null;
  /** Whose tenants' parts may be told. */
  readonly scope: Scope;
}

export interface Line extends Contribution {
  readonly facts: Facts;
  readonly parts: readonly PartOfTenants[] | null;
}

/** By how much the base has moved since it was first published, so that growth on it as first published can be reconciled. */
export interface BaseRevision {
  readonly part: Extract<ChangePart, 'late_report' | 'revision'>;
  readonly amount: Decimal;
}

export interface ToldHighlights {
  readonly transform: ToldTransform;
  readonly base_period: Period;
  readonly base_release: string | null;
  readonly current: Decimal | null;
  readonly base: Decimal | null;
  /** Why there is no change to tell of; then all below is empty. */
  readonly reason: Reason | null;
  readonly amount: Decimal | null;
  readonly points: Decimal | null;
  readonly facts: Facts;
  readonly lines: readonly Line[];
  readonly rest: Rest | null;
  readonly base_revision: readonly BaseRevision[] | null;
}

export interface Highlights {
  readonly release: string;
  readonly changes: readonly ToldHighlights[];
}

/** What the highlights of one vintage are made with. */
interface Known {
  readonly query: HighlightsQuery;
  readonly releases: readonly VintageRelease[];
  readonly first: Period;
  readonly lookups: ReadonlyMap<string, Lookup>;
}

const indicator = 'trade_value';
const keyOf = (park: string, mode: string) => `${park} ${mode}`;
const missing: Lookup = () => undefined;

/** What happened to trade value in a month, in one vintage; undefined where the month has no release in it. */
export async function readHighlights(
  database: Database,
  query: HighlightsQuery,
): Promise<Highlights | undefined> {
  const releases = await visibleReleases(database, query.asOf);
  const release = releases.find(({ period }) => period === query.period);
  const first = releases[0]?.period as Period | undefined;
  if (!release || !first) return undefined;
  const known = { query, releases, first, lookups: await readLookups(database, query) };
  const changes: ToldHighlights[] = [];
  for (const transform of toldTransforms) changes.push(await told(database, known, transform));
  return { release: release.id, changes };
}

/** The cells that add most to the change on the same month of the year before, as the newest releases have it. */
export async function leadingCells(
  database: Database,
  { period, park }: Pick<HighlightsQuery, 'period' | 'park'>,
): Promise<readonly Contribution[]> {
  const [base] = spanOf('yoy', period).base as [Period];
  const lookups = await readLookups(database, { period, park, asOf: null, from: base });
  const whole = lookups.get(keyOf(park, total)) ?? missing;
  const [current, before] = [whole(period)?.value, whole(base)?.value];
  if (current == null || before == null) return [];
  return rankContributions({ current, base: before }, cellsOf({ park, lookups }, period, base)).lines;
}

/** Every month of the vintage up to the one asked for, by park and mode. */
async function readLookups(
  database: Database,
  { park, period, asOf, from = null }: Omit<HighlightsQuery, 'scope'> & { readonly from?: Period | null },
) {
  const rows = await readSeries(database, {
    indicator,
    select: { park: park === total ? '*' : [park], mode: '*' },
    from,
    to: period,
    last: null,
    transform: 'level',
    asOf,
  });
  const cells = Map.groupBy(rows, (row) => keyOf(row.park, row.mode));
  return new Map(
    [...cells].map(([key, months]): [string, Lookup] => {
      const points = new Map<string, Point>(months.map((row) => [row.period, row]));
      return [key, (month) => points.get(month)];
    }),
  );
}

async function told(database: Database, known: Known, transform: ToldTransform): Promise<ToldHighlights> {
  const { period, park } = known.query;
  const [basePeriod] = spanOf(transform, period).base as [Period];
  const whole = known.lookups.get(keyOf(park, total)) ?? missing;
  const [now, before] = [whole(period), whole(basePeriod)];
  const [current, base] = [now?.value ?? null, before?.value ?? null];
  const shape = {
    transform,
    base_period: basePeriod,
    base_release: before?.release ?? null,
    current,
    base,
    facts: factsOf(transform, period, whole, known.first),
  };
  if (current === null || base === null) {
    const lacking = current === null ? now : before;
    const reason = lacking?.reason ?? 'NO_BASE';
    return { ...shape, reason, amount: null, points: null, lines: [], rest: null, base_revision: null };
  }
  const { amount, points, lines, rest } = rankContributions(
    { current, base },
    cellsOf({ park, lookups: known.lookups }, period, basePeriod),
  );
  return {
    ...shape,
    ...{ reason: null, amount, points, rest },
    lines: await Promise.all(lines.map((line) => lineOf(database, known, transform, basePeriod, line))),
    base_revision: await baseRevision(database, known, transform),
  };
}

function cellsOf(
  { park: whole, lookups }: { readonly park: string; readonly lookups: Known['lookups'] },
  period: Period,
  base: Period,
): CellPair[] {
  return [...lookups].flatMap(([key, at]) => {
    const [park, mode] = key.split(' ') as [string, string];
    if (mode === total || (park === total && whole === total)) return [];
    return [{ park, mode, current: at(period)?.value ?? null, base: at(base)?.value ?? null }];
  });
}

async function lineOf(
  database: Database,
  known: Known,
  transform: ToldTransform,
  base: Period,
  line: Contribution,
): Promise<Line> {
  const at = known.lookups.get(keyOf(line.park, line.mode)) ?? missing;
  return {
    ...line,
    facts: factsOf(transform, known.query.period, at, known.first),
    parts: maySee(known.query.scope, line.park) ? await partsOf(database, known, base, line) : null,
  };
}

function maySee(scope: Scope, park: string): boolean {
  return scope === 'all' || scope.parks.includes(park);
}

/** Null where a release does not keep its tenants, or they do not make what was published. */
async function partsOf(
  database: Database,
  { query, releases }: Known,
  basePeriod: Period,
  { park, mode, current, base }: Contribution,
): Promise<readonly PartOfTenants[] | null> {
  const months = inMonths(releases, [query.period, basePeriod]);
  const found = await readCellTenants(database, { park, mode, flow: total }, 'cny', months);
  const [now, before] = [found.get(query.period), found.get(basePeriod)];
  if (!now || !before || !makes(now, current) || !makes(before, base)) return null;
  return partsOfTenants(now, before);
}

function makes({ inCell }: TenantMonth, value: Decimal | null): boolean {
  return compare([...inCell.values()].reduce(add, '0.00'), value ?? '0') === 0;
}

async function baseRevision(
  database: Database,
  { query: { park, period, asOf }, releases }: Known,
  transform: ToldTransform,
): Promise<readonly BaseRevision[] | null> {
  const cell = { indicator, park, mode: total, flow: total } as const;
  const { decomposition } = await readFigure(database, { ...cell, period, transform, asOf }, releases);
  return (
    decomposition?.parts.flatMap(({ part, amount }) =>
      part === 'late_report' || part === 'revision' ? [{ part, amount }] : [],
    ) ?? null
  );
}
