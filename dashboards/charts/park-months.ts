import { compare, type Decimal } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Row } from '../answers.ts';
import { growth, growthWord, noValue, periodName, unitName } from '../figures.ts';
import { filledIn } from '../text.ts';
import type { Language } from '../view.ts';
import type { ChartOptions } from './frame.ts';
import { type Measure, measureOf } from './measure.ts';
import { multiplesChart } from './multiples.ts';

/** One small picture: its months, and what is written at its head. */
export interface SmallSeries {
  readonly key: string;
  readonly label: string;
  readonly rows: readonly Row[];
  /** Of the last month, from the API. */
  readonly growth?: string | null;
}

const words = {
  point: { zh: '{label} {month}：{value}', en: '{label}, {month}: {value}' },
  sentence: {
    zh: '{from}至{to}各{what}当月值，同一纵轴，{unit}。{to}同比增长{up}个，下降{down}个，无增速{none}个；增长最快：{first}。',
    en: 'Monthly values of each {what}, {from} to {to}, on one scale, {unit}. In {to} {up} grew, {down} fell, {none} have no growth; fastest: {first}.',
  },
  none: { zh: '无', en: 'none' },
} as const satisfies Record<string, Message>;

/** Small pictures on one scale, so that sizes can be compared as well as shapes. */
export function parkMonthsChart(
  series: readonly SmallSeries[],
  description: string,
  options: ChartOptions,
): Element {
  const { unit, language } = options;
  const values = series.flatMap(({ rows }) => rows.map(({ value }) => value));
  const measure = measureOf({
    ...{ unit: 'CNY', decimals: 2, transform: 'level', language, amounts: unit, values },
  });
  const panels = series.map(({ key, label, rows, growth: rate }) => ({
    key,
    name: label,
    points: rows.map(({ period, value }) => ({
      period,
      value,
      label: pointWord(label, period, value, measure, language),
    })),
    ...(rate == null ? {} : { beside: growth(rate) }),
  }));
  return multiplesChart({ months: monthsOf(series), panels }, { ...options, measure, description });
}

function pointWord(
  label: string,
  period: Period,
  value: Decimal | null,
  measure: Measure,
  language: Language,
): string {
  return filledIn(words.point, language, {
    label,
    month: periodName(period, language),
    value: value === null ? noValue : `${measure.show(value)} ${measure.name}`,
  });
}

function monthsOf(series: readonly SmallSeries[]): Period[] {
  const periods = series.flatMap(({ rows }) => rows.map(({ period }) => period)).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? periodsBetween(first, last) : [];
}

/** What the pictures show, in one sentence: how many grew, and which most. */
export function parkMonthsSentence(
  series: readonly SmallSeries[],
  what: string,
  { unit, language }: Pick<ChartOptions, 'unit' | 'language'>,
): string {
  const months = monthsOf(series);
  const [from, to] = [months[0], months.at(-1)];
  if (!from || !to) return filledIn(words.none, language);
  const grown = series.flatMap(({ label, growth }) => (growth == null ? [] : [{ label, growth }]));
  const [first] = grown.toSorted((a, b) => compare(b.growth, a.growth));
  return filledIn(words.sentence, language, {
    from: periodName(from, language),
    to: periodName(to, language),
    what,
    unit: unitName(unit, language),
    up: grown.filter(({ growth }) => compare(growth, '0') > 0).length,
    down: grown.filter(({ growth }) => compare(growth, '0') < 0).length,
    none: series.length - grown.length,
    first: first ? `${first.label} ${growthWord(first.growth, language)}` : filledIn(words.none, language),
  });
}
