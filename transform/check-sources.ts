import { join } from 'node:path';
import { isWorkingDay } from '../catalogue/calendar.ts';
import { checkIds, checks, type Threshold } from '../catalogue/checks.ts';
import { chapters, codeLists, unknownCode } from '../catalogue/codes.ts';
import { lakeLine } from '../catalogue/line-template.ts';
import { customsModes, legalPairs } from '../catalogue/mode.ts';
import { addMonths, firstDay, lastDay, type Period, periodsBetween } from '../catalogue/period.ts';
import type { Row } from '../engine/duckdb.ts';
import type { Source } from '../engine/engine.ts';
import type { InForce, Membership, Rate } from './partitions.ts';

/** How many months before a month its checks look at, and of how many they read the lines. */
export const monthsBefore = 36;
export const monthsOfLines = 3;

type RowOf<Columns> = { readonly [Column in keyof Columns]: string | number | boolean | null };
// Text becomes a decimal of more than 18 digits a hundred times more slowly than one of fewer.
const columns = {
  tenantCells: {
    period: 'VARCHAR',
    uscc: 'VARCHAR',
    park: 'VARCHAR',
    mode: 'VARCHAR',
    flow: 'VARCHAR',
    lines: 'BIGINT',
    cny: 'DECIMAL(18,2)',
  },
  observations: {
    period: 'VARCHAR',
    indicator: 'VARCHAR',
    park: 'VARCHAR',
    mode: 'VARCHAR',
    flow: 'VARCHAR',
    value: 'DECIMAL(18,4)',
  },
  deliveries: {
    period: 'VARCHAR',
    uscc: 'VARCHAR',
    mode: 'VARCHAR',
    flow: 'VARCHAR',
    delivery: 'VARCHAR',
    lines: 'BIGINT',
    counts: 'BOOLEAN',
  },
  reporters: { period: 'VARCHAR', uscc: 'VARCHAR' },
  months: { period: 'VARCHAR' },
} as const;

/** The months before, as they are released now, and who reported what. */
export interface CheckHistory {
  /** Value and lines of tenants by park, mode and flow. */
  readonly tenantCells: readonly RowOf<typeof columns.tenantCells>[];
  /** Key indicators by park, mode and flow, without details. */
  readonly observations: readonly RowOf<typeof columns.observations>[];
  /** Accepted deliveries of this month, those that were replaced among them; `counts`: it is the one in force. */
  readonly deliveries: readonly RowOf<typeof columns.deliveries>[];
  /** Who had reported when a month was released. */
  readonly reporters: readonly RowOf<typeof columns.reporters>[];
  /** Months with a release, from the first on. */
  readonly months: readonly RowOf<typeof columns.months>[];
}

export function historySources(history: CheckHistory, rates: readonly Rate[], period: Period): Source[] {
  const months = new Set<string>(monthsOf(period));
  const foreign = rates.filter(({ month, currency }) => months.has(month) && currency !== 'CNY');
  const yuan = [...months].map((month) => ({ month, currency: 'CNY', cny_per_100: '100' }));
  const source = (name: string, of: keyof CheckHistory): Source => ({
    name: `history.${name}`,
    columns: columns[of],
    rows: history[of] as unknown as Row[],
  });
  return [
    source('tenant_cell', 'tenantCells'),
    source('observation', 'observations'),
    source('delivery', 'deliveries'),
    source('reporter', 'reporters'),
    source('month', 'months'),
    {
      name: 'history.rate',
      columns: { month: 'VARCHAR', currency: 'VARCHAR', cny_per_100: 'DECIMAL(14,6)' },
      rows: [...foreign, ...yuan].map(({ month, currency, cny_per_100 }) => ({
        month,
        currency,
        cny_per_100,
      })),
    },
  ];
}

/** Lines in force of the month, and those of the months before it. */
export function lakeSources(inForce: readonly InForce[], period: Period, dataDir: string): Source[] {
  const now = inForce.filter((one) => one.period === period);
  const earlier = inForce.filter((one) => one.period !== period);
  return [
    lineSource('lake.line', now, dataDir),
    inForceSource('lake.in_force', now),
    lineSource('lake.earlier_line', earlier, dataDir),
    inForceSource('lake.earlier_in_force', earlier),
  ];
}

function lineSource(name: string, inForce: readonly InForce[], dataDir: string): Source {
  const files = inForce.flatMap(({ lake_file }) => (lake_file === null ? [] : [join(dataDir, lake_file)]));
  return {
    name,
    columns: lakeLine,
    files: [...new Set(files)].sort(),
    only: { period: [...new Set(inForce.map(({ period }) => period))].sort() },
  };
}

function inForceSource(name: string, inForce: readonly InForce[]): Source {
  return {
    name,
    columns: {
      delivery: 'VARCHAR',
      uscc: 'VARCHAR',
      customs_mode: 'VARCHAR',
      flow: 'VARCHAR',
      period: 'VARCHAR',
      lines: 'BIGINT',
    },
    rows: inForce.map(({ delivery_id, uscc, customs_mode, flow, period, lines }) => ({
      delivery: delivery_id,
      uscc,
      customs_mode,
      flow,
      period,
      lines,
    })),
  };
}

export function membershipSource(memberships: readonly Membership[]): Source {
  return {
    name: 'registry.membership',
    columns: { uscc: 'VARCHAR', park_id: 'VARCHAR', from_day: 'DATE', to_day: 'DATE' },
    rows: memberships.map((one) => ({ ...one })),
  };
}

/** What the catalogue says of a month: its place in time, thresholds, codes, pairs of mode and flow, working days. */
export function catalogueSources(period: Period): Source[] {
  const thresholds = checkIds.flatMap((check_id) =>
    Object.entries<Threshold>(checks[check_id].thresholds).map(([name, { number }]) => ({
      check_id,
      name,
      number,
    })),
  );
  const listed = Object.entries({ ...codeLists, chapter: chapters }).flatMap(([list, codes]) =>
    [...codes, unknownCode].map(({ code }) => ({ list, code })),
  );
  const pairs = legalPairs.map(({ mode, flow }) => ({ mode, flow, retail: customsModes[mode].retail }));
  return [
    {
      name: 'catalogue.month',
      columns: {
        period: 'VARCHAR',
        place: 'INTEGER',
        step_place: 'INTEGER',
        first_day: 'DATE',
        last_day: 'DATE',
      },
      rows: monthRows(period),
    },
    {
      name: 'catalogue.threshold',
      columns: { check_id: 'VARCHAR', name: 'VARCHAR', number: 'DECIMAL(18,6)' },
      rows: thresholds,
    },
    { name: 'catalogue.code', columns: { list: 'VARCHAR', code: 'VARCHAR' }, rows: listed },
    {
      name: 'catalogue.pair',
      columns: { mode: 'VARCHAR', flow: 'VARCHAR', retail: 'BOOLEAN' },
      rows: pairs,
    },
    { name: 'catalogue.day', columns: { day: 'DATE', working: 'BOOLEAN' }, rows: dayRows(period) },
  ];
}

function monthsOf(period: Period): Period[] {
  return periodsBetween(addMonths(period, -monthsBefore), period);
}

/**
 * Places count back from 0, this month. Steps do too; January and February are one step, and in January, which is but half
 * of one, there is no step 0.
 */
export function monthRows(period: Period) {
  const months = monthsOf(period).toReversed();
  let step = months[0]?.endsWith('-01') ? 0 : 1;
  return months.map((month, at) => {
    const isHalf = month.endsWith('-01');
    if (!isHalf) step -= 1;
    // A January at either end of the window stands alone.
    const alone = isHalf && at === 0;
    const half = month.endsWith('-02') && at === months.length - 1;
    return {
      period: month,
      place: -at,
      step_place: alone || half ? null : step,
      first_day: firstDay(month),
      last_day: lastDay(month),
    };
  });
}

function dayRows(period: Period): Row[] {
  const days = Number(lastDay(period).slice(8));
  return Array.from({ length: days }, (_, at) => {
    const day = `${period}-${String(at + 1).padStart(2, '0')}`;
    return { day, working: isWorkingDay(day) };
  });
}
