import type { Message } from './refusal.ts';

export type Dimension = 'park' | 'mode' | 'flow' | 'partner' | 'chapter';
export const dimensions = [
  'park',
  'mode',
  'flow',
  'partner',
  'chapter',
] as const satisfies readonly Dimension[];

/** How totals over a dimension, and sums over months, are made: added up, counted anew from lines, or not at all. */
export type Additivity = 'sum' | 'recompute' | 'none';
export type UnitId =
  | 'CNY'
  | 'USD'
  | 'declarations'
  | 'parcels'
  | 'lines'
  | 'tenants'
  | 'CNY_per_declaration'
  | 'index'
  | 'ratio';

export const unitNames = {
  CNY: { zh: '元', en: 'CNY' },
  USD: { zh: '美元', en: 'USD' },
  declarations: { zh: '票', en: 'declarations' },
  parcels: { zh: '件', en: 'parcels' },
  lines: { zh: '行', en: 'lines' },
  tenants: { zh: '家', en: 'tenants' },
  CNY_per_declaration: { zh: '元/票', en: 'CNY per declaration' },
  index: { zh: '指数（0–10000）', en: 'index (0–10,000)' },
  ratio: { zh: '比率（0–1）', en: 'ratio (0–1)' },
} as const satisfies Record<UnitId, Message>;

export interface Indicator extends Message {
  readonly definition: Message;
  readonly unit: UnitId;
  /** Decimals of a published value; rounded half up, once. */
  readonly decimals: number;
  /** Dimensions that a cell may name; the others are `_T`. Partner and chapter are never crossed. */
  readonly breakdowns: readonly Dimension[];
  /** Modes for which the indicator has a meaning; `_T` is then their total. */
  readonly modes: 'all' | 'retail';
  readonly additivity: Readonly<Record<Dimension | 'time', Additivity>>;
  /** First month for which the definition holds. */
  readonly since: string;
}

const additive = {
  park: 'sum',
  mode: 'sum',
  flow: 'sum',
  partner: 'sum',
  chapter: 'sum',
  time: 'sum',
} as const;
const distinct = {
  park: 'recompute',
  mode: 'sum',
  flow: 'sum',
  partner: 'recompute',
  chapter: 'recompute',
  time: 'sum',
} as const;
const recomputed = {
  park: 'recompute',
  mode: 'recompute',
  flow: 'recompute',
  partner: 'none',
  chapter: 'none',
  time: 'none',
} as const;
const everything = ['park', 'mode', 'flow', 'partner', 'chapter'] as const;
const trade = ['park', 'mode', 'flow'] as const;
const since = '2000-01';

/** The indicators, each with one SQL model of the same name in `transform/models/indicators/`. */
export const indicators = {
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
  declarations: {
    zh: '单量',
    en: 'Declarations',
    definition: {
      zh: '清单或报关单票数，按（监管方式、进出口、编号）去重。各监管方式合计为清单票数与报关单票数之和；分伙伴、分章时一票可计入多组。',
      en: 'Distinct lists or declarations by mode, flow and number. The total over modes adds lists and declarations; by partner or chapter one declaration may count in several groups.',
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
    breakdowns: trade,
    modes: 'all',
    additivity: additive,
    since,
  },
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
export type IndicatorId = keyof typeof indicators;
export const indicatorIds = Object.keys(indicators) as IndicatorId[];

export const transforms = {
  level: { zh: '当月', en: 'Level' },
  mom: { zh: '环比', en: 'Month on month' },
  yoy: { zh: '同比', en: 'Year on year' },
  ytd: { zh: '累计', en: 'Year to date' },
  ytd_yoy: { zh: '累计同比', en: 'Year to date, year on year' },
} as const satisfies Record<string, Message>;
export type Transform = keyof typeof transforms;

/** Growth of a ratio is no growth rate, and only what adds up over months has a year to date. */
export function transformsOf(id: IndicatorId): Transform[] {
  const { unit, additivity } = indicators[id] as Indicator;
  const growth: Transform[] = unit === 'ratio' ? [] : ['mom', 'yoy'];
  const cumulative: Transform[] = additivity.time === 'sum' ? ['ytd', 'ytd_yoy'] : [];
  return ['level', ...growth, ...cumulative];
}
