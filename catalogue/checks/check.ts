import type { Message } from '../refusal.ts';

/** A number that a check compares with. Officers argue about these, so each says why it is what it is. */
export interface Threshold {
  /** A decimal, as text. */
  readonly number: string;
  readonly unit: Message;
  readonly why: Message;
}

/**
 * A check of a month: a query of the same name in `transform/checks/<kind>/` that returns what is wrong. `effect_cny` of a
 * row is how much of the published total hangs on it, in yuan; 0 where that cannot be told.
 */
export interface Check extends Message {
  /** A row of a blocking check refuses the month; one of a warning is listed. */
  readonly kind: 'blocking' | 'warning';
  /** What its rows are about. Rows about a tenant tell values of that tenant, which are never published. */
  readonly about: 'tenant' | 'cell' | 'registry';
  /** The furthest that it reads: lines and facts of the month, its observations, or months before it. */
  readonly reads: 'facts' | 'cells' | 'history';
  readonly remedy: Message;
  readonly source: string;
  readonly thresholds: Readonly<Record<string, Threshold>>;
}

export const units = {
  share: { zh: '占比（0–1）', en: 'share (0–1)' },
  factor: { zh: '倍', en: 'times' },
  lines: { zh: '行', en: 'lines' },
  declarations: { zh: '票', en: 'declarations' },
  months: { zh: '月', en: 'months' },
  points: { zh: '份额之差（0–1）', en: 'difference of shares (0–1)' },
} as const satisfies Record<string, Message>;

export function threshold(number: string, unit: Message, zh: string, en: string): Threshold {
  return { number, unit, why: { zh, en } };
}

/** The least change that is worth a call, as a share of the city's month. */
export const leastShare = threshold(
  '0.005',
  units.share,
  '对全市当月影响不足0.5%的变动不逐一询问',
  'changes of less than 0.5 % of the city’s month are not asked about one by one',
);

export const none: Readonly<Record<string, Threshold>> = {};

/** Where the checks of series come from. */
export const series = '序列审核：环比、同比在本序列历史中位数±4倍MAD之外；1、2月合并判断';
/** What a series is held against: its own median of changes, and the median of their distances from it. */
export const deviations = threshold('4', units.factor, '中位数±4倍MAD', 'median ± 4 × MAD');
/** How many changes a series must have had. */
export const changes = threshold(
  '21',
  { zh: '次变动', en: 'changes' },
  '至少24个月：1、2月合为一步，24个月有21次变动',
  'at least 24 months: January and February being one, they have 21 changes',
);
/** Deviations are never taken to be smaller. */
export const leastDeviation = threshold(
  '0.1',
  { zh: '对数', en: 'log points' },
  '极平稳的序列不因小变动而报',
  'a very steady series does not fire for small changes',
);
