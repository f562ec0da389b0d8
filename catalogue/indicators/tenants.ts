import { recomputed, since, trade } from './additivity.ts';
import type { Indicator } from './indicator.ts';

/** Counts of tenants. */
export const tenantIndicators = {
  active_tenants: {
    zh: '有实绩企业数',
    en: 'Active tenants',
    definition: {
      zh: '当月至少有一行计入统计的入驻企业数；跨园区、方式、进出口的合计重新去重，不相加。',
      en: 'Tenants with at least one counted line in the month; totals are counted anew, never added.',
    },
    unit: 'tenants',
    decimals: 0,
    breakdowns: trade,
    modes: 'all',
    additivity: recomputed,
    since,
  },
} as const satisfies Record<string, Indicator>;
