import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { seriesPath } from '../series-path.ts';

/** Asked whatever the view is. */
export const standingQueries = {
  releases: 'releases',
  parks: 'parks',
  codes: 'codes?dimension=partner,chapter',
} as const;

export const trendMonths = 24;

/** Every question behind the page of one period and park (`_T`: the whole city). */
export function viewQueries(period: Period, park: string) {
  const modes = { park, mode: '*' };
  const flows = { park, flow: '*' };
  const partners = { park, partner: '*' };
  return {
    trend: seriesPath('trade_value', period, { by: modes, from: addMonths(period, 1 - trendMonths) }),
    modeGrowth: seriesPath('trade_value', period, { by: modes, transform: 'yoy' }),
    modeYtd: seriesPath('trade_value', period, { by: modes, transform: 'ytd' }),
    modeYtdGrowth: seriesPath('trade_value', period, { by: modes, transform: 'ytd_yoy' }),
    flows: seriesPath('trade_value', period, { by: flows }),
    flowGrowth: seriesPath('trade_value', period, { by: flows, transform: 'yoy' }),
    declarations: seriesPath('declarations', period, { by: { park } }),
    declarationsGrowth: seriesPath('declarations', period, { by: { park }, transform: 'yoy' }),
    tenants: seriesPath('active_tenants', period, { by: { park } }),
    tenantsGrowth: seriesPath('active_tenants', period, { by: { park }, transform: 'yoy' }),
    parkValues: seriesPath('trade_value', period, { by: { park: '*' } }),
    parkGrowth: seriesPath('trade_value', period, { by: { park: '*' }, transform: 'yoy' }),
    partners: seriesPath('trade_value', period, { by: partners }),
    partnerGrowth: seriesPath('trade_value', period, { by: partners, transform: 'yoy' }),
    reportingRate: seriesPath('reporting_rate', period, { by: { park: '*' } }),
    rejectionRate: seriesPath('rejection_rate', period, { by: { park: '*' } }),
    quality: `quality?period=${period}`,
  } as const;
}
export type QueryKey = keyof ReturnType<typeof viewQueries>;
export type SeriesKey = Exclude<QueryKey, 'quality'>;

/** The questions of the page as it first opens on `period`; a published site carries their answers with it. */
export function firstQueries(period: Period): string[] {
  return [...Object.values(standingQueries), ...Object.values(viewQueries(period, total))];
}

/** A copy opens on the newest month of the whole city, */
export function firstPaths({ period }: Bakery): string[] {
  return firstQueries(period);
}

/** and shows its parks too. */
export function furtherPaths({ period, parks }: Bakery): string[] {
  return parks.flatMap(({ park_id }) => Object.values(viewQueries(period, park_id)));
}
