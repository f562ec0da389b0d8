import { additive, everything, recomputed, since, trade } from './additivity.ts';
import type { Indicator } from './indicator.ts';

/** Values, and what is divided from them. */
export const tradeIndicators = {
  trade_value: {
    zh: '进出口额',
    en: 'Trade value',
    definition: {
      zh: '已放行（进口）或已结关（出口）申报行的货值，按申报月海关计征汇率逐行折算为人民币元。出口按FOB（成交方式为CIF、C&F、C&I时扣除运费、保险费），进口含运费和保险费。统计期：进口为放行月，出口为结关月。',
      en: 'Value of released (import) or cleared (export) lines, converted line by line at the customs rate of the month of declaration. Exports FOB (freight and insurance taken off CIF, C&F, C&I prices), imports with freight and insurance. Month of release (import) or clearance (export).',
    },
    unit: 'CNY',
    decimals: 2,
    breakdowns: everything,
    modes: 'all',
    additivity: additive,
    since,
  },
  trade_value_usd: {
    zh: '进出口额（美元）',
    en: 'Trade value (USD)',
    definition: {
      zh: '同“进出口额”，逐行按申报月汇率折算为美元；与人民币值分别折算，增速可能不同。',
      en: 'As trade value, converted line by line into US dollars at the rate of the month of declaration; growth may differ from that in CNY.',
    },
    unit: 'USD',
    decimals: 2,
    breakdowns: everything,
    modes: 'all',
    additivity: additive,
    since,
  },
  average_ticket: {
    zh: '客单价',
    en: 'Average ticket',
    definition: {
      zh: '零售方式（9610、1210、1239）进出口额除以清单票数。',
      en: 'Trade value of the retail modes (9610, 1210, 1239) per declaration.',
    },
    unit: 'CNY_per_declaration',
    decimals: 2,
    breakdowns: trade,
    modes: 'retail',
    additivity: recomputed,
    since,
  },
  partner_hhi: {
    zh: '伙伴集中度（HHI）',
    en: 'Partner concentration (HHI)',
    definition: {
      zh: '各伙伴国家（地区）占进出口额份额的平方和乘以10000。',
      en: 'Sum of squared partner shares of trade value, times 10,000.',
    },
    unit: 'index',
    decimals: 4,
    breakdowns: trade,
    modes: 'all',
    additivity: recomputed,
    since,
  },
  top5_tenant_share: {
    zh: '前五企业份额',
    en: 'Share of the five largest tenants',
    definition: {
      zh: '进出口额最大的五家入驻企业占比。',
      en: 'Share of the five tenants with the largest trade value.',
    },
    unit: 'ratio',
    decimals: 6,
    breakdowns: trade,
    modes: 'all',
    additivity: recomputed,
    since,
  },
} as const satisfies Record<string, Indicator>;
