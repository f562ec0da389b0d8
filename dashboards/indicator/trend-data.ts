import { type Decimal, toPoint } from '../../catalogue/number.ts';
import { type Period, periodsBetween } from '../../catalogue/period.ts';
import { springFestivalIn } from '../../catalogue/spring-festival.ts';
import { reasons, statuses } from '../../catalogue/status.ts';
import type { Row } from '../answers.ts';
import { colours } from '../charts/frame.ts';
import type { Line, LinePoint, Lines } from '../charts/lines.ts';
import type { Measure } from '../charts/measure.ts';
import { instant, periodName } from '../figures.ts';
import type { Language } from '../view.ts';
import type { MarkedSeries, Note, Seasonal, VintageMonth, Vintages } from './answers.ts';
import { laterOf } from './months.ts';
import { tell } from './text.ts';

/** A point as it is read aloud. */
export function pointLabel(row: Row, name: string, measure: Measure, language: Language): string {
  const period = periodName(row.period, language);
  if (row.value === null) {
    const reason = row.reason ? reasons[row.reason][language] : statuses[row.status][language];
    return tell('pointNone', language, { name, period, reason });
  }
  const value = `${measure.show(row.value)}${measure.name === '%' ? '' : ` ${measure.name}`}`;
  return tell('pointSaid', language, { name, period, value, status: statuses[row.status][language] });
}

export function pointsOf(
  rows: readonly Row[],
  name: string,
  measure: Measure,
  language: Language,
): LinePoint[] {
  return rows.map((row) => ({
    period: row.period,
    value: row.value,
    label: pointLabel(row, name, measure, language),
  }));
}

interface TrendData {
  readonly series: MarkedSeries;
  readonly vintages: Vintages | undefined;
  readonly name: string;
  readonly measure: Measure;
  readonly language: Language;
}

/** The line of one cell, with what is known about it. */
export function trendLines({ series, vintages, name, measure, language }: TrendData): Lines {
  const months = monthsOf(series.rows);
  const line: Line = {
    key: 'current',
    name,
    colour: colours.accent,
    points: pointsOf(series.rows, name, measure, language),
  };
  return {
    months,
    lines: [line],
    ...historyOf(vintages?.rows ?? [], measure, language),
    shaded: festivals(months, language),
    notes: noteMarks(series.notes, months),
  };
}

export function monthsOf(rows: readonly { readonly period: Period }[]): Period[] {
  const [first, last] = [rows[0]?.period, rows.at(-1)?.period];
  return first && last ? periodsBetween(first, last) : [];
}

/** First values and expected ranges; nothing where no month has a first value that differs. */
function historyOf(
  rows: readonly VintageMonth[],
  measure: Measure,
  language: Language,
): Pick<Lines, 'firsts' | 'expected'> {
  const firsts = rows.map(({ period, first, latest }) => ({
    period,
    value: first.value,
    isRevised: first.value !== null && first.value !== latest.value,
    label: tell('firstSaid', language, { value: measure.show(first.value), at: instant(first.published_at) }),
  }));
  const expected = rows.flatMap(({ period, expected: range }) =>
    range
      ? [
          {
            period,
            ...range,
            label: tell('expectedSaid', language, {
              low: measure.show(range.low),
              high: measure.show(range.high),
            }),
          },
        ]
      : [],
  );
  return { firsts, expected };
}

export function festivals(months: readonly Period[], language: Language): NonNullable<Lines['shaded']> {
  return {
    months: months.filter((period) => springFestivalIn(period) !== undefined),
    name: tell('festival', language),
  };
}

/** Notes are numbered in the order of their months; one that began earlier stands at the first month shown. */
export function noteMarks(notes: readonly Note[], months: readonly Period[]): NonNullable<Lines['notes']> {
  const first = months[0];
  if (!first) return [];
  return notes.map(({ from }, at) => ({ period: laterOf(from, first), number: String(at + 1) }));
}

export function noteTexts(notes: readonly Note[], language: Language): string[] {
  return notes.map(({ from, to, zh, en }) => {
    const text = (language === 'en' && en) || zh;
    const span = { from: periodName(from, language), to: periodName(to, language), text };
    return tell(from === to ? 'noteDated' : 'noteSpan', language, span);
  });
}

/** Adjusted values over the original ones, with the trend behind. */
export function seasonalLines(found: Seasonal, from: Period, measure: Measure, language: Language): Lines {
  const rows = found.rows.filter(({ period }) => period >= from);
  const months = monthsOf(rows);
  const line = (
    key: 'adjusted' | 'trend' | 'original',
    name: string,
    colour: string,
    dash?: string,
  ): Line => ({
    ...{ key, name, colour, ...(dash ? { dash } : {}) },
    points: rows.map((row) => ({
      period: row.period,
      value: row[key],
      label: `${name} ${periodName(row.period, language)} ${measure.show(row[key])} ${measure.name}`,
    })),
  });
  return {
    months,
    lines: [
      line('original', tell('legendOriginal', language), colours.muted, '2,3'),
      line('trend', tell('legendTrendCycle', language), 'var(--warn, #9a3412)', '6,3'),
      line('adjusted', tell('seasonal', language), colours.accent),
    ],
    shaded: festivals(months, language),
  };
}

export interface Extremes {
  readonly last: Row;
  readonly high: Row;
  readonly low: Row;
}

/** The last value, the highest and the lowest; undefined where there is none. */
export function extremesOf(rows: readonly Row[]): Extremes | undefined {
  const known = rows.filter(({ value }) => value !== null);
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return undefined;
  const at = (row: Row) => toPoint(row.value as Decimal);
  return {
    last,
    high: known.reduce((best, row) => (at(row) > at(best) ? row : best), first),
    low: known.reduce((best, row) => (at(row) < at(best) ? row : best), first),
  };
}
