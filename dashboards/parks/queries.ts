import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { seriesPath } from '../series-path.ts';
import { bakedCells } from '../standing/load.ts';
import { type Beside, groupsPath, rankingPath } from '../standing-answers.ts';

export const trendMonths = 24;
export const topShown = 10;

/** Every question behind the comparison of parks. */
export function comparisonPaths(period: Period, beside: Beside) {
  const { mode = total, flow = total, asOf } = beside;
  const cell = { mode, flow, asOf };
  const from = addMonths(period, 1 - trendMonths);
  return {
    ranking: rankingPath('trade_value', 'park', period, cell),
    types: groupsPath('trade_value', 'park_type', period, cell),
    trend: seriesPath('trade_value', period, { by: { park: '*', mode, flow }, from, asOf }),
  } as const;
}

/** Every question behind the profile of one park. Its ranks are those among all parks. */
export function profilePaths(park: string, period: Period, { mode = total, flow = total, asOf }: Beside) {
  const from = addMonths(period, 1 - trendMonths);
  const cell = { mode, flow, asOf };
  const tenants = (indicator: 'active_tenants' | 'new_tenants' | 'leaving_tenants') =>
    seriesPath(indicator, period, { by: { park, mode, flow }, from, asOf });
  const rate = (indicator: 'reporting_rate' | 'on_time_rate') =>
    seriesPath(indicator, period, { by: { park }, from, asOf });
  return {
    history: rankingPath('trade_value', 'park', period, { ...cell, from }),
    trend: seriesPath('trade_value', period, { by: { park, mode: '*', flow }, from, asOf }),
    modes: rankingPath('trade_value', 'mode', period, { park, flow, asOf }),
    flows: rankingPath('trade_value', 'flow', period, { park, mode, asOf }),
    partners: rankingPath('trade_value', 'partner', period, { park, ...cell, top: topShown }),
    chapters: rankingPath('trade_value', 'chapter', period, { park, ...cell, top: topShown }),
    active: tenants('active_tenants'),
    fresh: tenants('new_tenants'),
    leaving: tenants('leaving_tenants'),
    reporting: rate('reporting_rate'),
    onTime: rate('on_time_rate'),
    notes: notesPath(park, from, period, asOf),
  } as const;
}

function notesPath(park: string, from: Period, to: Period, asOf: string | undefined): string {
  const vintage = asOf ? `&asOf=${encodeURIComponent(asOf)}` : '';
  return `notes?park=${encodeURIComponent(park)}&from=${from}&to=${to}${vintage}`;
}

/** Names of tenants: by role, and never in a copy. */
export function tenantsPath(park: string, period: Period, asOf: string | undefined): string {
  const vintage = asOf ? `&asOf=${encodeURIComponent(asOf)}` : '';
  return `parks/${encodeURIComponent(park)}/tenants?period=${period}${vintage}`;
}

export function firstPaths({ period }: Bakery): string[] {
  return Object.values(comparisonPaths(period, {}));
}

/** A copy compares the parks in every cell that it carries, and has each park's profile of all trade. */
export function furtherPaths({ period, parks }: Bakery): string[] {
  return [
    ...bakedCells.flatMap((cell) => Object.values(comparisonPaths(period, cell))),
    ...parks.flatMap(({ park_id }) => Object.values(profilePaths(park_id, period, {}))),
  ];
}
