import type { ReleaseCause } from '../catalogue/causes.ts';
import {
  type Dimension,
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { type ParkType, parkTypes, total } from '../catalogue/mode.ts';
import { compare, type Decimal } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Database } from '../warehouse/database.ts';
import { type Note, notesAbout } from '../warehouse/notes.ts';
import { listParks } from '../warehouse/registry.ts';
import type { findRelease } from '../warehouse/releases.ts';
import { reportingTenants } from '../warehouse/reporting.ts';
import { type Editions, readEditions } from './editions.ts';
import { type History, readHistory } from './history.ts';
import { inScale, type NumberRef, type ScaleId, scales } from './number-ref.ts';
import { type Cell, keyOf, modes, type Rows, readings, readMonth, readRows } from './readings.ts';

type FoundRelease = NonNullable<Awaited<ReturnType<typeof findRelease>>>;

export interface Park {
  readonly park_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly type: ParkType;
  readonly district: string;
  readonly opened_on: string;
}

/** Everything that the report of one release and scope is written from, read at the instant of its publication. */
export interface Vintage {
  readonly release: FoundRelease;
  readonly period: Period;
  /** The park that the report is of, `_T` for the city. */
  readonly scope: string;
  /** Parks of which the release has observations, by type and code. */
  readonly parks: readonly Park[];
  readonly trend: readonly Row[];
  readonly rows: Rows;
  /** What was published before: what it replaces, and what was revised since the last report. */
  readonly editions: Editions;
  /** Tenants due and received by park. */
  readonly reporting: ReadonlyMap<string, Reporting>;
  /** Explanations that stood when the release was published, of the month and of the scope. */
  readonly notes: readonly Note[];
  readonly history: History;
}

interface Reporting {
  readonly expected: number;
  readonly received: number;
}

export const trendMonths = 24;
/** Reads a release and its base months as they were when it was published; what came later does not exist here. */
export async function readVintage(
  database: Database,
  release: FoundRelease,
  scope: string,
): Promise<Vintage> {
  const period = release.period as Period;
  const parks = await releasedParks(database, release);
  const codes = parks.map(({ park_id }) => park_id);
  const asOf = { period, at: release.published_at };
  const trend = await readMonth(database, asOf, {
    indicator: 'trade_value',
    by: { park: [scope], mode: modes },
    transform: 'level',
    span: trendMonths - 1,
  });
  return {
    release,
    period,
    scope,
    parks,
    trend: trend.filter((row) => row.release !== null),
    rows: await readRows(database, asOf, readings(scope, codes)),
    editions: await readEditions(database, published(release), scope, codes),
    reporting: await reportingOf(database, release, codes),
    notes: await notesAbout(
      database,
      { from: period, to: period, ...(scope === total ? {} : { parks: [scope, total] }) },
      release.written_at ?? release.published_at,
    ),
    history: await readHistory(database, { period, scope, asOf: release.published_at }),
  };
}

function published({ causes, ...release }: FoundRelease) {
  return { ...release, causes: causes as ReleaseCause[] };
}

/** The parks of which the release holds observations: one that was registered later is not in an earlier report. */
export async function releasedParks(database: Database, release: FoundRelease): Promise<Park[]> {
  const rows = await readMonth(
    database,
    { period: release.period as Period, at: release.published_at },
    { indicator: 'trade_value', by: { park: '*' }, transform: 'level' },
  );
  const held = new Set(rows.map(({ park }) => park));
  const types = Object.keys(parkTypes);
  const registered = (await listParks(database)) as Park[];
  return registered
    .filter(({ park_id }) => held.has(park_id))
    .sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
}

/**
 * Who was due and who had reported: as the release's manifest recorded it, otherwise as the register has it, counting
 * only what had arrived when the release was published.
 */
async function reportingOf(
  database: Database,
  release: FoundRelease,
  parks: readonly string[],
): Promise<Map<string, Reporting>> {
  const { reporting } = release.manifest as { reporting?: Record<string, Reporting> };
  if (reporting) return new Map(Object.entries(reporting));
  const due = new Map([total, ...parks].map((park) => [park, new Map<string, boolean>()]));
  for (const { uscc, park_id, first_at } of await reportingTenants(database, release.period as Period)) {
    const received = first_at !== null && first_at <= (release.written_at ?? release.published_at);
    for (const park of [park_id, total]) due.get(park)?.set(uscc, received);
  }
  const counted = [...due].map(([park, tenants]) => {
    const received = [...tenants.values()].filter(Boolean).length;
    return [park, { expected: tenants.size, received }] as const;
  });
  return new Map(counted);
}

/** The observation of a cell as a number of the report, in the unit that it is asked for. */
export function numberAt(
  vintage: Vintage,
  indicator: IndicatorId,
  transform: Transform,
  cell: Cell,
  scale: ScaleId,
): NumberRef {
  const row = rowAt(vintage, indicator, transform, cell);
  if (!row) throw new Error(`not read: ${keyOf(indicator, transform, cell, vintage.period)}`);
  return refOf(row, transform, scale);
}

/** The observation itself; undefined where the vintage has no such partner, chapter or park. */
export function rowAt(
  { rows, period }: Pick<Vintage, 'rows' | 'period'>,
  indicator: IndicatorId,
  transform: Transform | `share.${Dimension}`,
  cell: Cell,
  of: Period = period,
): Row | undefined {
  return rows.get(keyOf(indicator, transform, cell, of));
}

/** The vintage's own value of a number of the report's month; undefined for other months and parts. */
export function ownValue(vintage: Vintage, number: NumberRef): Decimal | null | undefined {
  if (number.part !== 'value' || number.period !== vintage.period) return undefined;
  return vintage.rows.get(keyOf(number.indicator, number.transform, number, number.period))?.value;
}

/** What part of the total of a dimension a cell is. */
export function shareOf(vintage: Vintage, of: Dimension, cell: Cell): NumberRef {
  const row = rowAt(vintage, 'trade_value', `share.${of}`, cell);
  if (!row) throw new Error(`not read: ${keyOf('trade_value', `share.${of}`, cell, vintage.period)}`);
  return { ...refOf(row, 'share', 'percent'), part: `of.${of}` };
}

export function refOf(row: Row, transform: Transform, scale: ScaleId): NumberRef {
  const { unit } = indicators[row.indicator] as Indicator;
  const { coverage: _, ...observed } = row;
  const rate = transform === 'level' || transform === 'ytd' ? unit : 'ratio';
  return { ...observed, transform, part: 'value', unit: rate, scale, decimals: scales[scale].decimals };
}

/** Coverage of the trade value of a park. */
export function coverageOf(vintage: Vintage, park: string): NumberRef {
  const value = numberAt(vintage, 'trade_value', 'level', { park }, 'percent');
  const coverage = rowAt(vintage, 'trade_value', 'level', { park })?.coverage ?? null;
  return {
    ...value,
    part: 'coverage',
    unit: 'ratio',
    value: coverage,
    reason: coverage === null ? 'MISSING' : null,
    // How many reported is no secret where what they traded is.
    status: value.status === 'c' ? 'p' : value.status,
  };
}

/** A count of tenants behind the reporting rate of a park. */
export function tenantsOf(
  vintage: Vintage,
  park: string,
  part: 'due' | 'received' | 'outstanding',
): NumberRef {
  const rate = inScale(numberAt(vintage, 'reporting_rate', 'level', { park }, 'percent'), 'tenants');
  const recorded = vintage.reporting.get(park);
  if (!recorded) return { ...rate, part, unit: 'tenants', value: null, reason: 'MISSING' };
  const { expected, received } = recorded;
  const counts = { due: expected, received, outstanding: expected - received };
  return { ...rate, part, unit: 'tenants', value: String(counts[part]), reason: null };
}

/** Levels of trade value over the codes of a dimension within the scope, largest first; what has no trade is left out. */
export function ranked(
  vintage: Vintage,
  dimension: Exclude<Dimension, 'flow' | 'section'>,
): (Row & Readonly<Record<typeof dimension, string>>)[] {
  const scope = dimension === 'park' ? total : vintage.scope;
  const others = dimensions.filter((other) => other !== dimension && other !== 'park');
  const codeOf = (row: Row) => row[dimension] ?? total;
  return [...vintage.rows]
    .filter(([key]) => key.startsWith(`trade_value|level|${vintage.period}|`))
    .map(([, row]) => row as Row & Readonly<Record<typeof dimension, string>>)
    .filter((row) => codeOf(row) !== total && others.every((other) => (row[other] ?? total) === total))
    .filter((row) => dimension === 'park' || row.park === scope)
    .filter((row) => row.value !== null && compare(row.value, '0') > 0)
    .sort((a, b) => compare(b.value ?? '0', a.value ?? '0') || (codeOf(a) < codeOf(b) ? -1 : 1));
}
