import { nameOf } from '../codes.ts';
import { type Dimension, type IndicatorId, indicators, type Transform, transforms } from '../indicators.ts';
import { total } from '../mode.ts';
import type { Message } from '../refusal.ts';
import type { PeriodChoice, Vintage } from './state.ts';

/** What a part of a line asks for. */
export type Meaning =
  | { readonly kind: 'indicator'; readonly id: IndicatorId }
  | { readonly kind: 'code'; readonly dimension: Dimension; readonly code: string }
  | { readonly kind: 'breakdown'; readonly dimension: Dimension }
  | { readonly kind: 'period'; readonly period: PeriodChoice }
  | { readonly kind: 'calendar'; readonly months: readonly number[] }
  | { readonly kind: 'transform'; readonly transform: Transform }
  | { readonly kind: 'top'; readonly count: number }
  | { readonly kind: 'vintage'; readonly vintage: Vintage }
  /** Monthly is the only frequency: said, heard, and without effect. */
  | { readonly kind: 'monthly' };

export interface ParkName {
  readonly park_id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

export const dimensionNames = {
  park: { zh: '园区', en: 'Park' },
  mode: { zh: '监管方式', en: 'Customs mode' },
  flow: { zh: '进出口', en: 'Flow' },
  partner: { zh: '国家（地区）', en: 'Partner' },
  chapter: { zh: 'HS章', en: 'HS chapter' },
  section: { zh: 'HS类', en: 'HS section' },
  district: { zh: '申报海关', en: 'Customs district' },
  transport: { zh: '运输方式', en: 'Transport mode' },
  kind: { zh: '企业类型', en: 'Kind of tenant' },
} as const satisfies Record<Dimension, Message>;

/** The name of a code for people; the code itself where it has none. */
export function codeName(dimension: Dimension, code: string, parks: readonly ParkName[]): Message {
  if (code === total) return { zh: '合计', en: 'Total' };
  if (dimension !== 'park') return nameOf(dimension, code) ?? { zh: code, en: code };
  const park = parks.find(({ park_id }) => park_id === code);
  return park ? { zh: park.name_zh, en: park.name_en } : { zh: code, en: code };
}

const both = (zh: string, en: string): Message => ({ zh, en });

/** A meaning as its chip says it: what it is about, and what it asks for. */
export function sayMeaning(meaning: Meaning, parks: readonly ParkName[]): { of: Message; what: Message } {
  switch (meaning.kind) {
    case 'indicator':
      return { of: both('指标', 'Indicator'), what: indicators[meaning.id] };
    case 'code': {
      const { dimension, code } = meaning;
      const { zh, en } = codeName(dimension, code, parks);
      const bare = dimension === 'flow' || code === total;
      return {
        of: dimensionNames[dimension],
        what: bare ? both(zh, en) : both(`${code} ${zh}`, `${code} ${en}`),
      };
    }
    case 'breakdown':
      return { of: dimensionNames[meaning.dimension], what: both('全部', 'Every') };
    case 'period':
      return { of: both('时间', 'Months'), what: sayPeriod(meaning.period) };
    case 'calendar': {
      const list = meaning.months.join('、');
      return { of: both('同期', 'Same months'), what: both(`历年${list}月`, `Month ${list} of every year`) };
    }
    case 'transform':
      return { of: both('比较', 'Compare'), what: transforms[meaning.transform] };
    case 'top':
      return {
        of: both('排序', 'Rank'),
        what: both(`前${meaning.count}，其余合并`, `Top ${meaning.count}, and the rest`),
      };
    case 'vintage':
      return { of: both('版本', 'Vintage'), what: sayVintage(meaning.vintage) };
    case 'monthly':
      return { of: both('频率', 'Frequency'), what: both('按月', 'Monthly') };
  }
}

export function sayPeriod(period: PeriodChoice): Message {
  if (period.kind === 'all') return both('全部月份', 'Every month');
  if (period.kind === 'last') return both(`最近${period.months}个月`, `Last ${period.months} months`);
  const { from, to } = period;
  if (to === null) return both(`${from}至今`, `${from} until now`);
  return from === to ? both(from, from) : both(`${from}至${to}`, `${from} to ${to}`);
}

export function sayVintage(vintage: Vintage): Message {
  if (vintage === 'latest') return both('最新', 'Latest');
  if (vintage === 'first') return both('首发值', 'First published');
  return both(`${vintage}所见`, `As of ${vintage}`);
}
