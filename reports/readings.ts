import { type Dimension, dimensions, type IndicatorId, type Transform } from '../catalogue/indicators.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Database } from '../warehouse/database.ts';
import { readSeries, type SeriesQuery } from '../warehouse/series.ts';

/** What is read: an indicator by some dimensions in some transforms; what is not named is the total. */
export interface Reading {
  readonly indicator: IndicatorId;
  readonly by: Partial<SeriesQuery['select']>;
  readonly transforms: readonly Transform[];
  /** For shares: the dimension whose total is the whole. */
  readonly of?: Dimension;
  /** Months before the report's own; without, that one. */
  readonly monthsBefore?: number;
}

export const growth = ['level', 'yoy', 'ytd', 'ytd_yoy'] as const satisfies readonly Transform[];
export const modes = [total, ...Object.keys(customsModes)];
const allFlows = [total, ...Object.keys(flows)];
/** Bonded retail, whose goods pass two lines; and the modes of retail import, which bear tax. */
export const bondedModes = ['1210', '1239'] as const;
export const taxedModes = ['9610', ...bondedModes] as const;
/** Breakdowns that the report shows the largest parts of, and those that it shows all of. */
export const topDetails = ['partner', 'chapter'] as const;
export const wholeDetails = ['district', 'transport', 'kind'] as const;

const monthly = ['level'] as const;
const counted = ['declarations', 'parcels', 'average_ticket'] as const satisfies readonly IndicatorId[];
/** By mode, in the month alone. */
const modeIndicators = [
  'returned_value',
  'returned_declarations',
  'return_rate',
  'cancelled_declarations',
  'net_trade_value',
  'lines',
  'simplified_declarations',
  'summary_declarations',
  'over_limit_lists',
  'release_hours_median',
] as const satisfies readonly IndicatorId[];
/** By park, in the month alone. */
const parkIndicators = [
  'new_tenants',
  'leaving_tenants',
  'top5_tenant_share',
  'partner_hhi',
  'trade_value_by_site',
  'reporting_rate',
  'on_time_rate',
  'rejection_rate',
] as const satisfies readonly IndicatorId[];

/** Everything that the report of a scope shows. */
export function readings(park: string, parks: readonly string[]): Reading[] {
  const table = { park: [park], mode: modes, flow: allFlows };
  const byMode = { park: [park], mode: modes };
  const byPark = { park: [total, ...parks] };
  const of = (codes: readonly string[]) => ({ park: [park], mode: [total, ...codes] });
  return [
    { indicator: 'trade_value', by: table, transforms: [...growth, 'mom'] },
    { indicator: 'trade_value_usd', by: { ...table, mode: [total] }, transforms: [...growth, 'mom'] },
    ...counted.map((indicator) => ({ indicator, by: table, transforms: ['level', 'yoy'] as const })),
    ...modeIndicators.map((indicator) => ({ indicator, by: byMode, transforms: monthly })),
    { indicator: 'first_line_value', by: of(bondedModes), transforms: growth },
    { indicator: 'second_line_value', by: of(bondedModes), transforms: growth },
    { indicator: 'tax_assessed', by: of(taxedModes), transforms: growth },
    { indicator: 'trade_value', by: byPark, transforms: growth },
    { indicator: 'trade_value', by: byPark, transforms: ['share'], of: 'park' },
    { indicator: 'trade_value', by: { park: [park], flow: allFlows }, transforms: ['share'], of: 'flow' },
    { indicator: 'active_tenants', by: byPark, transforms: ['level', 'yoy'] },
    ...parkIndicators.map((indicator) => ({ indicator, by: byPark, transforms: monthly })),
    ...topDetails.flatMap((detail) => topReadings(park, detail)),
    ...wholeDetails.flatMap((detail): Reading[] => [
      { indicator: 'trade_value', by: { park: [park], [detail]: '*' }, transforms: growth },
      { indicator: 'trade_value', by: { park: [park], [detail]: '*' }, transforms: ['share'], of: detail },
    ]),
  ];
}

/** The base months are read too: the growth of all others together is reckoned from them. */
function topReadings(park: string, detail: (typeof topDetails)[number]): Reading[] {
  const by = { park: [park], [detail]: '*' } as const;
  return [
    { indicator: 'trade_value', by: { ...by, flow: allFlows }, transforms: ['level'] },
    { indicator: 'trade_value', by, transforms: ['yoy', 'ytd', 'ytd_yoy'] },
    { indicator: 'trade_value', by, transforms: ['share'], of: detail },
    { indicator: 'trade_value', by, transforms: ['level', 'ytd'], monthsBefore: 12 },
  ];
}

/** What a correction edition compares with the edition that it replaces. */
export function formerReadings(park: string, parks: readonly string[]): Reading[] {
  const byPark = { park: [...new Set([total, park, ...parks])] };
  return [
    { indicator: 'trade_value', by: { park: [park], mode: modes, flow: allFlows }, transforms: growth },
    { indicator: 'trade_value_usd', by: { park: [park] }, transforms: monthly },
    { indicator: 'declarations', by: { park: [park] }, transforms: monthly },
    { indicator: 'parcels', by: { park: [park] }, transforms: monthly },
    { indicator: 'net_trade_value', by: { park: [park] }, transforms: monthly },
    { indicator: 'tax_assessed', by: { park: [park] }, transforms: monthly },
    { indicator: 'active_tenants', by: { park: [park] }, transforms: monthly },
    { indicator: 'reporting_rate', by: { park: [park] }, transforms: monthly },
    { indicator: 'trade_value', by: byPark, transforms: monthly },
  ];
}

/** A month as it stood at an instant. */
export interface AsOf {
  readonly period: Period;
  readonly at: Date;
}

/** Rows by what they are of. */
export type Rows = ReadonlyMap<string, Row>;
export type Cell = Partial<Record<Dimension, string>>;

/** A share is kept by the dimension that it is a share of. */
export function keyOf(
  indicator: IndicatorId,
  transform: Transform | `share.${Dimension}`,
  cell: Cell,
  period: Period | string,
): string {
  return [indicator, transform, period, ...dimensions.map((dimension) => cell[dimension] ?? total)].join('|');
}

/** The rows of some readings as one vintage has them. */
export async function readRows(database: Database, asOf: AsOf, asked: readonly Reading[]): Promise<Rows> {
  const found = asked.flatMap(({ transforms, ...reading }) =>
    transforms.map(async (transform) => {
      const rows = await readMonth(database, asOf, { ...reading, transform });
      const kept = reading.of ? (`share.${reading.of}` as const) : transform;
      return rows.map((row) => [keyOf(row.indicator, kept, row, row.period), row] as const);
    }),
  );
  return new Map((await Promise.all(found)).flat());
}

interface Question extends Omit<Reading, 'transforms'> {
  readonly transform: Transform;
  /** From so many months earlier on. */
  readonly span?: number;
}

export async function readMonth(
  database: Database,
  { period, at }: AsOf,
  { indicator, by, transform, of, monthsBefore = 0, span = 0 }: Question,
): Promise<Row[]> {
  const month = addMonths(period, -monthsBefore);
  const rows = await readSeries(database, {
    indicator,
    select: { ...everywhere, ...by },
    from: addMonths(month, -span),
    to: month,
    last: null,
    transform,
    of: of ?? null,
    asOf: at,
  });
  return rows as Row[];
}

const everywhere = Object.fromEntries(
  dimensions.map((dimension) => [dimension, [total]]),
) as unknown as Record<Dimension, readonly string[]>;
