import type { Dimension, IndicatorId, Transform } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { addMonths, type Period } from '../catalogue/period.ts';

/** Asked whatever the view is. */
export const standingQueries = {
  releases: 'releases',
  parks: 'parks',
  codes: 'codes?dimension=partner,chapter',
} as const;

interface Asked {
  readonly by?: Partial<Record<Dimension, string>>;
  readonly transform?: Transform;
  readonly from?: Period;
}

/** The path is also the key of a baked answer, so the same question must always be spelled the same way. */
function series(
  indicator: IndicatorId,
  to: Period,
  { by = {}, transform = 'level', from = to }: Asked,
): string {
  const cells = Object.entries(by)
    .filter(([, code]) => code !== total)
    .map(([dimension, code]) => `&${dimension}=${encodeURIComponent(code)}`)
    .join('');
  const change = transform === 'level' ? '' : `&transform=${transform}`;
  return `series?indicator=${indicator}${cells}&from=${from}&to=${to}${change}`;
}

export const trendMonths = 24;

/** Every question behind the page of one period and park (`_T`: the whole city). */
export function viewQueries(period: Period, park: string) {
  const modes = { park, mode: '*' };
  const flows = { park, flow: '*' };
  const partners = { park, partner: '*' };
  return {
    trend: series('trade_value', period, { by: modes, from: addMonths(period, 1 - trendMonths) }),
    modeGrowth: series('trade_value', period, { by: modes, transform: 'yoy' }),
    modeYtd: series('trade_value', period, { by: modes, transform: 'ytd' }),
    modeYtdGrowth: series('trade_value', period, { by: modes, transform: 'ytd_yoy' }),
    flows: series('trade_value', period, { by: flows }),
    flowGrowth: series('trade_value', period, { by: flows, transform: 'yoy' }),
    declarations: series('declarations', period, { by: { park } }),
    declarationsGrowth: series('declarations', period, { by: { park }, transform: 'yoy' }),
    tenants: series('active_tenants', period, { by: { park } }),
    tenantsGrowth: series('active_tenants', period, { by: { park }, transform: 'yoy' }),
    parkValues: series('trade_value', period, { by: { park: '*' } }),
    parkGrowth: series('trade_value', period, { by: { park: '*' }, transform: 'yoy' }),
    partners: series('trade_value', period, { by: partners }),
    partnerGrowth: series('trade_value', period, { by: partners, transform: 'yoy' }),
    reportingRate: series('reporting_rate', period, { by: { park: '*' } }),
    rejectionRate: series('rejection_rate', period, { by: { park: '*' } }),
    quality: `quality?period=${period}`,
  } as const;
}
export type QueryKey = keyof ReturnType<typeof viewQueries>;
export type SeriesKey = Exclude<QueryKey, 'quality'>;

/** The questions of the page as it first opens on `period`; a published site carries their answers with it. */
export function firstQueries(period: Period): string[] {
  return [...Object.values(standingQueries), ...Object.values(viewQueries(period, total))];
}

/** The text of `data/first.js`: answers by path, read before the network is asked. */
export function firstScript(answers: Readonly<Record<string, unknown>>): string {
  return `window.parkstatFirst = ${JSON.stringify(answers)};\n`;
}
