import { collectionIndicators } from './indicators/collection.ts';
import { countIndicators } from './indicators/counts.ts';
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

/** The indicators, each with one SQL model of the same name in `transform/models/indicators/`. */
export const indicators = {
  ...tradeIndicators,
  ...countIndicators,
  ...tenantIndicators,
  ...collectionIndicators,
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
