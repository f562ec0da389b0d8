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
  on_time_rate: {
    zh: '按时报送率',
    en: 'On-time rate',
    definition: {
      zh: '截止日24时（北京时间，遇节假日顺延至下一工作日）前首次报送（含零申报）的入驻企业数除以应报送的入驻企业数；以后的更正不改变首次报送是否按时。',
      en: 'Tenants whose first report (nil returns included) came by 24:00 Asia/Shanghai of the due day, or of the next working day where it is a holiday, over tenants due; later corrections do not change whether the first report was in time.',
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
