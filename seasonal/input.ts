import type { Decimal } from '../catalogue/number.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Reason } from '../catalogue/status.ts';
import { lastNewYearMonth } from './holiday.ts';
import { horizon } from './model.ts';
import { type Month, monthOf } from './months.ts';

/** One month of a series; null where there is no value. */
export interface SeasonalPoint {
  /** `2026-10` */
  readonly period: string;
  readonly value: Decimal | null;
}

/** Months that a series must have: five years. */
export const fewestMonths = 60;

export interface Problem {
  readonly reason: Extract<Reason, 'TOO_FEW' | 'NOT_APPLICABLE'>;
  readonly cause: 'few' | 'gap' | 'not_positive' | 'calendar_unknown' | 'no_seasonality' | 'quality';
  readonly message: Message;
}

/** Why a series cannot be adjusted at all, before anything is computed. */
export function problemOf(series: readonly SeasonalPoint[]): Problem | undefined {
  if (series.length < fewestMonths)
    return {
      reason: 'TOO_FEW',
      cause: 'few',
      message: {
        zh: `只有${series.length}个月，季节调整至少需要连续${fewestMonths}个月；请改用同比，或积累满${fewestMonths}个月后再调整`,
        en: `There are ${series.length} months, and seasonal adjustment needs ${fewestMonths} in a row: use year on year until there are`,
      },
    };
  return gap(series) ?? notPositive(series) ?? beyondCalendar(series);
}

function gap(series: readonly SeasonalPoint[]): Problem | undefined {
  const first = monthOf(series[0]?.period ?? '');
  const missing = series.find(
    ({ period, value }, index) => value === null || monthOf(period) !== first + index,
  );
  if (!missing) return undefined;
  return {
    reason: 'TOO_FEW',
    cause: 'gap',
    message: {
      zh: `月份不连续：${missing.period}或其前一月没有值；请补齐缺报月份后再调整，或从其后的月份起满${fewestMonths}个月再调整`,
      en: `The months have a gap: ${missing.period} or the month before it has no value. Complete it, or wait until ${fewestMonths} months follow it`,
    },
  };
}

function notPositive(series: readonly SeasonalPoint[]): Problem | undefined {
  const wrong = series.filter(({ value }) => !(Number(value) > 0));
  if (wrong.length === 0) return undefined;
  return {
    reason: 'NOT_APPLICABLE',
    cause: 'not_positive',
    message: {
      zh: `有${wrong.length}个月的值为零或负数（最早${wrong[0]?.period}：${wrong[0]?.value}），乘法模型不能用；请改用更粗的分组（如全市合计）`,
      en: `${wrong.length} months are zero or negative (first ${wrong[0]?.period}: ${wrong[0]?.value}), which the multiplicative model cannot take: use a coarser breakdown, like the city's total`,
    },
  };
}

function beyondCalendar(series: readonly SeasonalPoint[]): Problem | undefined {
  const last = series.at(-1)?.period ?? '';
  if (monthOf(last) + horizon <= lastNewYearMonth) return undefined;
  const year = Math.floor(lastNewYearMonth / 12);
  return {
    reason: 'NOT_APPLICABLE',
    cause: 'calendar_unknown',
    message: {
      zh: `春节日期表只到${year}年，${last}之后12个月的预测需要更晚的日期；请更新catalogue/codes/chinese_new_year.json`,
      en: `The days of the New Year are known up to ${year}, and the forecasts for 12 months after ${last} need later ones: extend catalogue/codes/chinese_new_year.json`,
    },
  };
}

/**
 * The values as numbers, in units of the power of ten that makes the largest one 1 to 10: a series in another unit
 * (×1000) is the same numbers, so that everything computed from them is the same to the last bit.
 */
export function scaled(series: readonly SeasonalPoint[]): {
  values: number[];
  first: Month;
  exponent: number;
  decimals: number;
} {
  const texts = series.map(({ value }) => value ?? '');
  const largest = Math.max(...texts.map(Number));
  const exponent = Number(largest.toExponential().split('e')[1]);
  const places = texts.map((text) => text.split('.')[1]?.length ?? 0);
  return {
    values: texts.map((text, index) =>
      Number(`${text.replace('.', '')}e${-(places[index] ?? 0) - exponent}`),
    ),
    first: monthOf(series[0]?.period ?? ''),
    exponent,
    decimals: Math.max(...places),
  };
}
