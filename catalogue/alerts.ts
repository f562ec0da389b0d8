import { amountInWords, magnitude, monthInWords } from './amount-words.ts';
import { type Indicator, type IndicatorId, indicators, unitNames } from './indicators.ts';
import { customsModes, flows, total } from './mode.ts';
import { compare, type Decimal, formatPercent, round } from './number.ts';
import type { Period } from './period.ts';
import type { Message } from './refusal.ts';

/** What a rule looks at: a value, its growth, the place of a park among parks, or how much of the value has reported. */
export const alertComparisons = {
  level: { zh: '当月值', en: 'Value of the month' },
  mom: { zh: '环比', en: 'Month on month' },
  yoy: { zh: '同比', en: 'Year on year' },
  rank: { zh: '园区名次', en: 'Rank among parks' },
  coverage: { zh: '按额覆盖率', en: 'Coverage by value' },
} as const satisfies Record<string, Message>;
export type AlertComparison = keyof typeof alertComparisons;
export const alertComparisonIds = Object.keys(alertComparisons) as AlertComparison[];

export const alertDirections = {
  above: { zh: '高于', en: 'above' },
  below: { zh: '低于', en: 'below' },
} as const satisfies Record<string, Message>;
export type AlertDirection = keyof typeof alertDirections;

/** Of a place among places, the higher number is behind. */
const rankDirections = {
  above: { zh: '落后于', en: 'behind' },
  below: { zh: '先于', en: 'ahead of' },
} as const satisfies Record<AlertDirection, Message>;

/** Directions to choose from, said for any comparison: 高于（落后于）. */
export function directionsOf(language: keyof Message): [AlertDirection, string][] {
  return (['above', 'below'] as const).map((id) => {
    const [side, rank] = [alertDirections[id][language], rankDirections[id][language]];
    return [id, language === 'zh' ? `${side}（名次：${rank}）` : `${side} (of a rank: ${rank})`];
  });
}

function sideInWords({ comparison, direction }: Pick<AlertCondition, 'comparison' | 'direction'>): Message {
  return comparison === 'rank' ? rankDirections[direction] : alertDirections[direction];
}

/** Longest silence after a firing, months. */
export const longestHoldOff = 36;

export interface AlertCondition {
  readonly comparison: AlertComparison;
  readonly direction: AlertDirection;
  /** A ratio for growth and coverage (0.2 = 20 %), a place for a rank, else in the indicator's unit. */
  readonly threshold: Decimal;
  /** Least that is compared with (growth), else least of the month's own value; null: any. */
  readonly minimumBase: Decimal | null;
  /** Months after a firing in which it is silent; 0: it may fire every month, but for a month once. */
  readonly holdOff: number;
}

/** The cell that a rule looks at. */
export interface AlertCell {
  readonly indicator: IndicatorId;
  readonly park: string;
  readonly mode: string;
  readonly flow: string;
}

/** What a release says of a rule's month; null where it has no such number. */
export interface AlertReading {
  readonly period: Period;
  readonly value: Decimal | null;
  readonly base: Decimal | null;
}

/** Whether a month is beyond the threshold, on a base that is large enough. */
export function isBeyond(
  { direction, threshold, minimumBase }: AlertCondition,
  { value, base }: AlertReading,
): boolean {
  if (value === null) return false;
  if (minimumBase !== null && (base === null || compare(base, minimumBase) < 0)) return false;
  return compare(value, threshold) === (direction === 'above' ? 1 : -1);
}

/** Whether a rule that fired for some months is still silent in another, before or after them. */
export function isSilent(holdOff: number, period: Period, fired: readonly Period[]): boolean {
  return fired.some((month) => Math.abs(monthNumber(period) - monthNumber(month)) <= holdOff);
}

function monthNumber(period: Period): number {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return 12 * year + month;
}

export interface AlertOutcome extends AlertReading {
  readonly outcome: 'fires' | 'silent' | 'not_met';
}

/** What a rule would have said to readings in the order in which they became known. */
export function replayed(condition: AlertCondition, readings: readonly AlertReading[]): AlertOutcome[] {
  const fired: Period[] = [];
  return readings.map((reading) => {
    if (!isBeyond(condition, reading)) return { ...reading, outcome: 'not_met' };
    if (isSilent(condition.holdOff, reading.period, fired)) return { ...reading, outcome: 'silent' };
    fired.push(reading.period);
    return { ...reading, outcome: 'fires' };
  });
}

/** 甲园进出口额（9710出口）, as a rule or an alert names what it looks at. */
export function cellName({ indicator, mode, flow }: AlertCell, park: Message): Message {
  const named = indicators[indicator];
  const of = flow === total ? undefined : flows[flow as keyof typeof flows];
  const modeName = mode === total ? '' : mode;
  const zh = modeName + (of?.zh ?? '');
  const en = [modeName, of?.en.toLowerCase()].filter(Boolean).join(' ');
  return {
    zh: `${park.zh}${named.zh}${zh ? `（${zh}）` : ''}`,
    en: `${named.en}, ${park.en}${en ? ` (${en})` : ''}`,
  };
}

/** A rule in words: 甲园进出口额（9710出口）同比高于20.0%，基数不低于100万元，触发后静默3个月. */
export function ruleInWords(cell: AlertCell, park: Message, condition: AlertCondition): Message {
  const { comparison, threshold, minimumBase, holdOff } = condition;
  const [name, limit] = [cellName(cell, park), quantityInWords(cell.indicator, comparison, threshold)];
  const base = minimumBase === null ? null : quantityInWords(cell.indicator, 'level', minimumBase);
  const [compared, side] = [alertComparisons[comparison], sideInWords(condition)];
  return {
    zh: `${name.zh}${compared.zh}${side.zh}${limit.zh}${base ? `，基数不低于${base.zh}` : ''}${holdOff ? `，触发后静默${holdOff}个月` : ''}`,
    en: `${name.en}: ${compared.en.toLowerCase()} ${side.en} ${limit.en}${base ? `, base at least ${base.en}` : ''}${holdOff ? `, silent for ${holdOff} months afterwards` : ''}`,
  };
}

/** What fired, in one sentence. */
export function firingInWords(
  cell: AlertCell,
  park: Message,
  condition: AlertCondition,
  {
    period,
    value,
    base,
  }: { readonly period: Period; readonly value: Decimal; readonly base: Decimal | null },
): Message {
  const { comparison, threshold } = condition;
  const [name, month] = [cellName(cell, park), monthInWords(period)];
  const [found, limit] = [value, threshold].map((one) =>
    quantityInWords(cell.indicator, comparison, one),
  ) as [Message, Message];
  const on = base !== null && comparison !== 'level' ? quantityInWords(cell.indicator, 'level', base) : null;
  const [compared, side] = [alertComparisons[comparison], sideInWords(condition)];
  const isGrowth = comparison === 'mom' || comparison === 'yoy';
  const beside =
    on &&
    (isGrowth ? { zh: `基数${on.zh}`, en: `base ${on.en}` } : { zh: `当月值${on.zh}`, en: `value ${on.en}` });
  return {
    zh: `${month.zh}${name.zh}${compared.zh}${found.zh}，${side.zh}所设的${limit.zh}${beside ? `（${beside.zh}）` : ''}。`,
    en: `${month.en}, ${name.en}: ${compared.en.toLowerCase()} ${found.en}, ${side.en} the ${limit.en} that was set${beside ? ` (${beside.en})` : ''}.`,
  };
}

/** A number of a rule with its unit and its sign. */
export function quantityInWords(
  indicator: IndicatorId,
  comparison: AlertComparison,
  value: Decimal,
): Message {
  const sign = compare(value, '0') < 0 ? '-' : '';
  if (comparison === 'rank') return { zh: `第${round(value, 0)}位`, en: `place ${round(value, 0)}` };
  const { unit, decimals } = indicators[indicator] as Indicator;
  if (comparison !== 'level' || unit === 'ratio') {
    const percent = `${sign}${formatPercent(magnitude(value))}%`;
    return { zh: percent, en: percent };
  }
  if (unit === 'CNY') {
    const { zh, en } = amountInWords(value);
    return { zh: sign + zh, en: sign ? `minus ${en}` : en };
  }
  const number = round(value, decimals);
  return { zh: `${number}${unitNames[unit].zh}`, en: `${number} ${unitNames[unit].en}` };
}

/** Codes of modes that a rule may name. */
export const alertModes: readonly string[] = [total, ...Object.keys(customsModes)];
export const alertFlows: readonly string[] = [total, ...Object.keys(flows)];
