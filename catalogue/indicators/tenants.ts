import { recomputed, since, trade } from './additivity.ts';
import type { Indicator } from './indicator.ts';

const counted = {
  unit: 'tenants',
  decimals: 0,
  breakdowns: trade,
  modes: 'all',
  additivity: { ...recomputed, time: 'recompute' },
  since,
} as const;

/** Counts of tenants. */
export const tenantIndicators = {
  active_tenants: {
    zh: '有实绩企业数',
    en: 'Active tenants',
    definition: {
      zh: '当月至少有一行计入统计的入驻企业数；跨园区、方式、进出口及各月的合计重新去重，不相加。',
      en: 'Tenants with at least one counted line in the month; totals, over months too, are counted anew, never added.',
    },
    ...counted,
  },
  new_tenants: {
    zh: '新增实绩企业数',
    en: 'New tenants',
    definition: {
      zh: '当月有实绩、此前12个月均无实绩的入驻企业数；读取时由同一版本各月发布的企业重新去重，不相加。累计为年内曾新增的企业数。',
      en: 'Tenants active in the month and in none of the twelve months before, counted when read from the releases of one vintage, never added. To date: tenants that were new in any month of the year.',
    },
    ...counted,
    made: 'vintage',
  },
  leaving_tenants: {
    zh: '退出实绩企业数',
    en: 'Leaving tenants',
    definition: {
      zh: '最近一次有实绩恰在12个月前的入驻企业数；读取时由同一版本各月发布的企业重新去重，不相加。累计为年内曾退出的企业数。',
      en: 'Tenants last active exactly twelve months before, counted when read from the releases of one vintage, never added. To date: tenants that left in any month of the year.',
    },
    ...counted,
    made: 'vintage',
  },
} as const satisfies Record<string, Indicator>;
