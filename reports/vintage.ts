import {
  dimensions,
  type Indicator,
  type IndicatorId,
  indicators,
  type Transform,
} from '../catalogue/indicators.ts';
import { customsModes, flows, type ParkType, parkTypes, total } from '../catalogue/mode.ts';
import { compare, type Decimal } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Database } from '../warehouse/database.ts';
import { type Note, notesAbout } from '../warehouse/notes.ts';
import { listParks } from '../warehouse/registry.ts';
import type { findRelease } from '../warehouse/releases.ts';
import { reportingTenants } from '../warehouse/reporting.ts';
import { readSeries, type SeriesQuery } from '../warehouse/series.ts';
import { type History, readHistory } from './history.ts';
import { inScale, type NumberRef, type ScaleId, scales } from './number-ref.ts';

type FoundRelease = NonNullable<Awaited<ReturnType<typeof findRelease>>>;
type Cell = Partial<Record<(typeof dimensions)[number], string>>;

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
  readonly rows: ReadonlyMap<string, Row>;
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
const modes = [total, ...Object.keys(customsModes)];
const allFlows = [total, ...Object.keys(flows)];
const growth = ['level', 'yoy', 'ytd', 'ytd_yoy'] as const satisfies readonly Transform[];

/** What is read: an indicator by some dimensions in some transforms; what is not named is the total. */
interface Reading {
  readonly indicator: IndicatorId;
  readonly by: Partial<SeriesQuery['select']>;
  readonly transforms: readonly Transform[];
}

function readings(park: string, parks: readonly string[]): Reading[] {
  const table = { park: [park], mode: modes, flow: allFlows };
  const byPark = { park: [total, ...parks] };
  return [
    { indicator: 'trade_value', by: table, transforms: [...growth, 'mom'] },
    { indicator: 'trade_value_usd', by: { ...table, mode: [total] }, transforms: [...growth, 'mom'] },
    { indicator: 'declarations', by: table, transforms: ['level', 'yoy'] },
    { indicator: 'parcels', by: table, transforms: ['level', 'yoy'] },
    { indicator: 'average_ticket', by: table, transforms: ['level', 'yoy'] },
    { indicator: 'trade_value', by: byPark, transforms: growth },
    { indicator: 'active_tenants', by: byPark, transforms: ['level', 'yoy'] },
    { indicator: 'trade_value', by: { park: [park], partner: '*' }, transforms: growth },
    { indicator: 'trade_value', by: { park: [park], chapter: '*' }, transforms: growth },
    { indicator: 'reporting_rate', by: byPark, transforms: ['level'] },
    { indicator: 'rejection_rate', by: byPark, transforms: ['level'] },
  ];
}

/** Reads a release and its base months as they were when it was published; what came later does not exist here. */
export async function readVintage(
  database: Database,
  release: FoundRelease,
  scope: string,
): Promise<Vintage> {
  const period = release.period as Period;
  const parks = await parksOf(database, release);
  const codes = parks.map(({ park_id }) => park_id);
  const asked = readings(scope, codes).flatMap(({ indicator, by, transforms }) =>
    transforms.map(async (transform) => {
      const rows = await read(database, release, { indicator, by, transform, from: period });
      return rows.map((row) => [keyOf(row, transform), row] as const);
    }),
  );
  const trend = await read(database, release, {
    indicator: 'trade_value',
    by: { park: [scope], mode: modes },
    transform: 'level',
    from: addMonths(period, 1 - trendMonths),
  });
  return {
    release,
    period,
    scope,
    parks,
    trend: trend.filter((row) => row.release !== null),
    rows: new Map((await Promise.all(asked)).flat()),
    reporting: await reportingOf(database, release, codes),
    notes: await notesAbout(
      database,
      { from: period, to: period, ...(scope === total ? {} : { parks: [scope, total] }) },
      release.written_at ?? release.published_at,
    ),
    history: await readHistory(database, { period, scope, asOf: release.published_at }),
  };
}

interface Question {
  readonly indicator: IndicatorId;
  readonly by: Reading['by'];
  readonly transform: Transform;
  readonly from: Period;
}

async function read(database: Database, release: FoundRelease, question: Question): Promise<Row[]> {
  const { indicator, by, transform, from } = question;
  const rows = await readSeries(database, {
    indicator,
    select: { ...everywhere, ...by },
    from,
    to: release.period as Period,
    last: null,
    transform,
    asOf: release.published_at,
  });
  return rows as Row[];
}

const everywhere = Object.fromEntries(
  dimensions.map((dimension) => [dimension, [total]]),
) as unknown as Record<(typeof dimensions)[number], readonly string[]>;

function keyOf(cell: Cell & { indicator: IndicatorId }, transform: Transform): string {
  return [cell.indicator, transform, ...dimensions.map((dimension) => cell[dimension] ?? total)].join('|');
}

/** The parks of which the release holds observations: one that was registered later is not in an earlier report. */
async function parksOf(database: Database, release: FoundRelease): Promise<Park[]> {
  const rows = await read(database, release, {
    indicator: 'trade_value',
    by: { park: '*' },
    transform: 'level',
    from: release.period as Period,
  });
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
  if (!row) throw new Error(`not read: ${keyOf({ indicator, ...cell }, transform)}`);
  return refOf(row, transform, scale);
}

/** The observation itself; undefined where the vintage has no such partner, chapter or park. */
export function rowAt(
  { rows }: Vintage,
  indicator: IndicatorId,
  transform: Transform,
  cell: Cell,
): Row | undefined {
  return rows.get(keyOf({ indicator, ...cell }, transform));
}

/** The vintage's own value of a number of the report's month; undefined for other months and parts. */
export function ownValue(vintage: Vintage, number: NumberRef): Decimal | null | undefined {
  if (number.part !== 'value' || number.period !== vintage.period) return undefined;
  return vintage.rows.get(keyOf(number, number.transform))?.value;
}

function refOf(row: Row, transform: Transform, scale: ScaleId): NumberRef {
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

/** Levels of an indicator over the codes of a dimension within the scope, largest first; what has no trade is left out. */
export function ranked(vintage: Vintage, dimension: 'park' | 'mode' | 'partner' | 'chapter'): Row[] {
  const scope = dimension === 'park' ? total : vintage.scope;
  const others = dimensions.filter((other) => other !== dimension && other !== 'park');
  return [...vintage.rows]
    .filter(([key]) => key.startsWith('trade_value|level|'))
    .map(([, row]) => row)
    .filter((row) => row[dimension] !== total && others.every((other) => row[other] === total))
    .filter((row) => dimension === 'park' || row.park === scope)
    .filter((row) => row.value !== null && compare(row.value, '0') > 0)
    .sort((a, b) => compare(b.value ?? '0', a.value ?? '0') || (a[dimension] < b[dimension] ? -1 : 1));
}
