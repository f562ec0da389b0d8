import { collectionIndicators } from './indicators/collection.ts';
import { countIndicators } from './indicators/counts.ts';
import { eventIndicators } from './indicators/events.ts';
import type { Indicator } from './indicators/indicator.ts';
import { tenantIndicators } from './indicators/tenants.ts';
import { tradeIndicators } from './indicators/trade.ts';
import type { Message } from './refusal.ts';

export {
  type Additivity,
  type AlwaysTold,
  alwaysTold,
  crossed,
  type Detail,
  type Dimension,
  details,
  dimensions,
  type Indicator,
  type ToldCodes,
  type UnitId,
  unitNames,
} from './indicators/indicator.ts';

/** The indicators; those that are made in their month each have an SQL model of the same name in `transform/models/indicators/`. */
export const indicators = {
  ...tradeIndicators,
  ...countIndicators,
  ...eventIndicators,
  ...tenantIndicators,
  ...collectionIndicators,
} as const satisfies Record<string, Indicator>;
export type IndicatorId = keyof typeof indicators;
export const indicatorIds = Object.keys(indicators) as IndicatorId[];

/** Those that a release holds; the others are made from several months' releases when they are read. */
export const releasedIndicatorIds = indicatorIds.filter(
  (id) => ((indicators[id] as Indicator).made ?? 'month') === 'month',
);

export const transforms = {
  level: { zh: '当月', en: 'Level' },
  mom: { zh: '环比', en: 'Month on month' },
  yoy: { zh: '同比', en: 'Year on year' },
  ytd: { zh: '累计', en: 'Year to date' },
  ytd_yoy: { zh: '累计同比', en: 'Year to date, year on year' },
  r12: { zh: '近12个月合计', en: 'Sum of twelve months' },
  share: { zh: '占比', en: 'Share' },
  contribution: { zh: '拉动', en: 'Contribution to growth' },
} as const satisfies Record<string, Message>;
export type Transform = keyof typeof transforms;

/**
 * Growth of a ratio is no growth rate; a year to date has what adds up over months, and what tenants are counted anew for;
 * parts of a whole has what adds up over a breakdown.
 */
export function transformsOf(id: IndicatorId): Transform[] {
  const { unit, additivity, breakdowns } = indicators[id] as Indicator;
  const adds = additivity.time === 'sum';
  const growth: Transform[] = unit === 'ratio' ? [] : ['mom', 'yoy'];
  const recounted = additivity.time === 'recompute' && unit === 'tenants';
  const cumulative: Transform[] = adds || recounted ? ['ytd', 'ytd_yoy'] : [];
  const rolling: Transform[] = adds ? ['r12'] : [];
  const isWhole = breakdowns.some((dimension) => additivity[dimension] === 'sum');
  const parts: Transform[] = isWhole ? ['share', 'contribution'] : [];
  return ['level', ...growth, ...cumulative, ...rolling, ...parts];
}
