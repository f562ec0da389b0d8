import { recomputed, since } from './additivity.ts';
import type { Indicator } from './indicator.ts';

/** The quality of collection. */
export const collectionIndicators = {
  reporting_rate: {
    zh: '报送率',
    en: 'Reporting rate',
    definition: {
      zh: '已报送（含零申报）的入驻企业数除以应报送的入驻企业数；当月任一日在园即为应报。',
      en: 'Tenants that reported (nil returns included) over tenants due; a tenant is due in a month in which it was a member on any day.',
    },
    unit: 'ratio',
    decimals: 6,
    breakdowns: ['park'],
    modes: 'all',
    additivity: { ...recomputed, mode: 'none', flow: 'none' },
    since,
  },
  rejection_rate: {
    zh: '驳回率',
    en: 'Rejection rate',
    definition: {
      zh: '现行有效报送中被驳回的行数除以读入的行数。',
      en: 'Rows rejected over rows read, in the deliveries in force.',
    },
    unit: 'ratio',
    decimals: 6,
    breakdowns: ['park'],
    modes: 'all',
    additivity: { ...recomputed, mode: 'none', flow: 'none' },
    since,
  },
} as const satisfies Record<string, Indicator>;
