import { additive, distinct, everything, since, trade } from './additivity.ts';
import type { Indicator } from './indicator.ts';

/** Counts of declarations, parcels and lines. */
export const countIndicators = {
  declarations: {
    zh: '单量',
    en: 'Declarations',
    definition: {
      zh: '清单或报关单票数，按（监管方式、进出口、编号）去重。各监管方式合计为清单票数与报关单票数之和；分伙伴、分章、分类时一票可计入多组。',
      en: 'Distinct lists or declarations by mode, flow and number. The total over modes adds lists and declarations; by partner, chapter or section one declaration may count in several groups.',
    },
    unit: 'declarations',
    decimals: 0,
    breakdowns: everything,
    modes: 'all',
    additivity: distinct,
    since,
  },
  parcels: {
    zh: '包裹量',
    en: 'Parcels',
    definition: {
      zh: '运单编号去重数（按监管方式、进出口）；没有运单编号的行不计。',
      en: 'Distinct waybill numbers by mode and flow; lines without a waybill number do not count.',
    },
    unit: 'parcels',
    decimals: 0,
    breakdowns: trade,
    modes: 'all',
    additivity: distinct,
    since,
  },
  lines: {
    zh: '申报行数',
    en: 'Lines',
    definition: { zh: '计入统计的申报商品行数。', en: 'Goods lines counted.' },
    unit: 'lines',
    decimals: 0,
    breakdowns: everything,
    modes: 'all',
    additivity: additive,
    since,
  },
} as const satisfies Record<string, Indicator>;
