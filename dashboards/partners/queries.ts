import { total } from '../../catalogue/mode.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { seriesPath } from '../series-path.ts';
import { bakedCells } from '../standing/load.ts';
import { type Beside, groupsPath, rankingPath } from '../standing-answers.ts';

export const trendMonths = 24;

/** Every question behind the page of one cell. */
export function viewPaths(period: Period, beside: Beside) {
  const { park = total, mode = total, flow = total, asOf } = beside;
  const by = { park, mode, flow };
  const from = addMonths(period, 1 - trendMonths);
  return {
    ranking: rankingPath('trade_value', 'partner', period, beside),
    regions: groupsPath('trade_value', 'region', period, beside),
    concentration: seriesPath('partner_hhi', period, { by, from, asOf }),
  } as const;
}

/** What is asked when one partner is looked at. */
export function partnerPaths(partner: string, period: Period, beside: Beside) {
  const { park = total, mode = total, flow = total, asOf } = beside;
  const from = addMonths(period, 1 - trendMonths);
  return {
    trend: seriesPath('trade_value', period, { by: { park, mode, flow, partner }, from, asOf }),
    modes: seriesPath('trade_value', period, { by: { park, mode: '*', flow, partner }, asOf }),
  } as const;
}

export function firstPaths({ period }: Bakery): string[] {
  return Object.values(viewPaths(period, {}));
}

export function furtherPaths({ period }: Bakery): string[] {
  return bakedCells.flatMap((cell) => Object.values(viewPaths(period, cell)));
}
