import { estimatedIndicators, estimation } from '../catalogue/estimation.ts';
import {
  type Indicator,
  type IndicatorId,
  indicators,
  releasedIndicatorIds,
} from '../catalogue/indicators.ts';
import { customsModes, flows, isPossibleCell, modesOf, type TenantKind, total } from '../catalogue/mode.ts';
import type { Row } from '../engine/duckdb.ts';
import type { Source } from '../engine/engine.ts';
import type { EventFiles } from './events.ts';
import { type FactsFiles, sectionSource } from './facts.ts';

export interface ReportingTenant {
  readonly uscc: string;
  readonly park_id: string;
  readonly received: boolean;
  /** Its first report came by the end of the due day. */
  readonly on_time: boolean;
}

export interface ReportingDelivery {
  readonly uscc: string;
  readonly rows_read: number;
  readonly rejected: number;
}

export interface KindOfTenant {
  readonly uscc: string;
  readonly kind: TenantKind;
}

/** What is estimated for a tenant that has not reported, in yuan and dollars with two decimals. */
export interface EstimatedValue {
  readonly uscc: string;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
  readonly cny: string;
  readonly usd: string;
}

export interface MonthInput {
  readonly period: string;
  readonly parks: readonly string[];
  readonly facts: FactsFiles;
  /** Returns and cancellations of the month; not given: there are none. */
  readonly events?: EventFiles;
  /** Not given: nothing is estimated. */
  readonly estimates?: readonly EstimatedValue[];
  /** The kind of every tenant with lines or estimates, by its code. */
  readonly kinds: readonly KindOfTenant[];
  /** Parks with a supervision site in the month; not given: none. Only they have a value by site. */
  readonly siteParks?: readonly string[];
  readonly tenants: readonly ReportingTenant[];
  readonly deliveries: readonly ReportingDelivery[];
}

/** What is known of the tenants due and of their deliveries. */
export function reportingSources({ tenants, deliveries, kinds, estimates = [] }: MonthInput): Source[] {
  return [
    {
      name: 'reporting.estimate',
      columns: {
        uscc: 'VARCHAR',
        park: 'VARCHAR',
        mode: 'VARCHAR',
        flow: 'VARCHAR',
        cny: 'DECIMAL(30,2)',
        usd: 'DECIMAL(30,2)',
      },
      rows: estimates as unknown as Row[],
    },
    {
      name: 'reporting.kind',
      columns: { uscc: 'VARCHAR', kind: 'VARCHAR' },
      rows: kinds as unknown as Row[],
    },
    {
      name: 'reporting.tenant',
      columns: { uscc: 'VARCHAR', park_id: 'VARCHAR', received: 'BOOLEAN', on_time: 'BOOLEAN' },
      rows: tenants as unknown as Row[],
    },
    {
      name: 'reporting.delivery',
      columns: { uscc: 'VARCHAR', rows_read: 'BIGINT', rejected: 'BIGINT' },
      rows: deliveries as unknown as Row[],
    },
  ];
}

/** What the catalogue says of the indicators and of their cells. */
export function catalogueSources({ parks, siteParks = [] }: MonthInput): Source[] {
  const counted = releasedIndicatorIds.map((id) => ({
    id,
    counts: counts(indicators[id]),
    estimated: estimatedIndicators.includes(id),
  }));
  const parksOf = (id: IndicatorId) =>
    id === 'trade_value_by_site' ? parks.filter((park) => siteParks.includes(park)) : parks;
  const cells = releasedIndicatorIds.flatMap((id) => possibleCells(id, [total, ...parksOf(id)]));
  const possible = cells.filter(({ park }) => park === total);
  const retail = modesOf('retail').map((mode) => ({ mode }));
  const additive = releasedIndicatorIds.flatMap((id) => {
    const { breakdowns, additivity } = indicators[id] as Indicator;
    return breakdowns
      .filter((dimension) => additivity[dimension] === 'sum')
      .map((dimension) => ({ indicator: id, dimension }));
  });
  return [
    sectionSource,
    {
      name: 'catalogue.additive',
      columns: { indicator: 'VARCHAR', dimension: 'VARCHAR' },
      rows: additive,
    },
    {
      name: 'catalogue.indicator',
      columns: { id: 'VARCHAR', counts: 'BOOLEAN', estimated: 'BOOLEAN' },
      rows: counted,
    },
    {
      name: 'catalogue.estimation',
      columns: { max_share: 'DECIMAL(9,6)' },
      rows: [{ max_share: estimation.maxShare }],
    },
    {
      name: 'catalogue.cell',
      columns: { indicator: 'VARCHAR', park: 'VARCHAR', mode: 'VARCHAR', flow: 'VARCHAR' },
      rows: cells,
    },
    {
      name: 'catalogue.possible',
      columns: { indicator: 'VARCHAR', mode: 'VARCHAR', flow: 'VARCHAR' },
      rows: possible,
    },
    { name: 'catalogue.retail_mode', columns: { mode: 'VARCHAR' }, rows: retail },
  ];
}

/** True where no lines make a measured zero; ratios and indices then have no base. */
function counts({ unit }: Indicator): boolean {
  return unit !== 'ratio' && unit !== 'index' && unit !== 'CNY_per_declaration' && unit !== 'hours';
}

/** Every cell of park × mode × flow that the indicator can have. */
export function possibleCells(
  indicator: IndicatorId,
  parks: readonly string[],
): { indicator: string; park: string; mode: string; flow: string }[] {
  const { breakdowns, modes } = indicators[indicator] as Indicator;
  const modeCodes = breakdowns.includes('mode') ? [total, ...Object.keys(customsModes)] : [total];
  const flowCodes = breakdowns.includes('flow') ? [total, ...Object.keys(flows)] : [total];
  return parks.flatMap((park) =>
    modeCodes.flatMap((mode) =>
      flowCodes
        .filter((flow) => isPossibleCell(mode, flow, modes))
        .map((flow) => ({ indicator, park, mode, flow })),
    ),
  );
}
