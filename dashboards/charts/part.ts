import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { type Reason, reasons } from '../../catalogue/status.ts';
import type { Row } from '../answers.ts';
import { amount, exact, growth, growthWord, noValue, percent, unitName } from '../figures.ts';
import type { PartRow, RankedRow } from '../standing-answers.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language, Unit } from '../view.ts';

/** One of several things set side by side: a park, a partner, a chapter; with what the API says of it. */
export interface Part {
  readonly key: string;
  readonly label: string;
  /** The whole name, for tables, where the label is short. */
  readonly full?: string;
  readonly row: PartRow | RankedRow | GroupFigures | undefined;
  /** The sum of the parts that follow, under a name of its own. */
  readonly isHead?: boolean;
}

/** A group has everything of a part but an indicator of its own. */
export type GroupFigures = Omit<PartRow, 'indicator'>;

/** What the bars are as long as. */
export const measures = {
  value: { zh: '金额', en: 'Value' },
  growth: { zh: '同比', en: 'YoY' },
  share: { zh: '占比', en: 'Share' },
  contribution: { zh: '拉动', en: 'Contribution' },
} as const satisfies Record<string, Message>;
export type Measure = keyof typeof measures;

/** Over a column of figures, where there is little room. */
export const columnHeads = {
  ...measures,
  contribution: { zh: '拉动', en: 'Points' },
} as const satisfies Record<Measure, Message>;

const words = {
  name: { zh: '名称', en: 'Name' },
  rank: { zh: '名次', en: 'Rank' },
  point: { zh: '{label}：{value}', en: '{label}: {value}' },
  shareOf: { zh: '，占{share}', en: ', {share} of all' },
  grown: { zh: '，同比{growth}', en: ', {growth} year on year' },
  notGrown: { zh: '，同比{reason}', en: ', no growth ({reason})' },
  pulls: { zh: '，拉动{points}个百分点', en: ', contributing {points} points' },
  place: { zh: '，第{rank}位', en: ', rank {rank}' },
  placeUp: { zh: '，第{rank}位（较上月升{moved}位）', en: ', rank {rank} (up {moved} on last month)' },
  placeDown: { zh: '，第{rank}位（较上月降{moved}位）', en: ', rank {rank} (down {moved} on last month)' },
  month: { zh: '月份', en: 'Month' },
  valueIn: { zh: '进出口额（元）', en: 'Trade value (CNY)' },
  moved_month: { zh: '较上月', en: 'On last month' },
  moved_year: { zh: '较上年同月', en: 'On last year' },
  coverage: { zh: '覆盖率', en: 'Coverage' },
  status: { zh: '状态', en: 'Status' },
} as const satisfies Record<string, Message>;

export function partWord(key: keyof typeof words, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}

/** Percentage points with their sign: `+1.2`. */
export function points(ratio: string): string {
  return growth(ratio).replace('%', '');
}

/** A figure of a part as it is shown, or a dash. */
export function figureOf({ row }: Part, measure: Measure, unit: Unit): string {
  if (measure === 'value') return row?.value == null ? noValue : amount(row.value, unit);
  const ratio = row?.[measure];
  if (ratio == null) return noValue;
  if (measure === 'share') return percent(ratio);
  return measure === 'growth' ? growth(ratio) : points(ratio);
}

/** Everything about a part in one breath, for those who read it point by point. */
export function partSentence(part: Part, shown: Shown): string {
  return partFigures(part, shown) + placeWord(part.row ?? {}, shown.language);
}

/** The same without its rank, for a sentence that says it otherwise. */
export function partFigures({ label, row }: Part, { unit, language }: Shown): string {
  if (row?.value == null)
    return partWord('point', language, { label, value: reasonWord(row?.reason, language) });
  const name = unitName(unit, language);
  const shown = amount(row.value, unit);
  const value = language === 'zh' ? shown + name : `${shown} (${name})`;
  return [
    partWord('point', language, { label, value }),
    row.share === null ? '' : partWord('shareOf', language, { share: percent(row.share) }),
    grownWord(row, language),
    row.contribution === null ? '' : partWord('pulls', language, { points: points(row.contribution) }),
  ].join('');
}

export interface Shown {
  readonly unit: Unit;
  readonly language: Language;
}

export function grownWord(row: Pick<PartRow, 'growth' | 'growth_reason'>, language: Language): string {
  return row.growth === null
    ? partWord('notGrown', language, { reason: reasonWord(row.growth_reason, language) })
    : partWord('grown', language, { growth: growthWord(row.growth, language) });
}

function placeWord(row: object, language: Language): string {
  const { rank, moved_month } = row as Partial<RankedRow>;
  if (rank == null) return '';
  const moved = moved_month ?? 0;
  const key = moved > 0 ? 'placeUp' : moved < 0 ? 'placeDown' : 'place';
  return partWord(key, language, { rank, moved: Math.abs(moved) });
}

export function reasonWord(reason: Reason | null | undefined, language: Language): string {
  return reason ? reasons[reason][language] : noValue;
}

/** Whether a part grew or fell on last year. */
export function wayOf({ row }: Part): -1 | 0 | 1 | undefined {
  return row?.growth == null ? undefined : compare(row.growth, '0');
}

/** A rate for a table: the figure, or why there is none. */
export function rateOrReason(ratio: string | null, reason: Reason | null, language: Language): string {
  return ratio === null ? `${noValue} ${reasonWord(reason, language)}` : growth(ratio);
}

/** `▲2`, `▼1`, `–`: ranks risen or fallen. */
export function movedText(moved: number | null | undefined): string {
  if (moved == null) return noValue;
  if (moved === 0) return '0';
  return moved > 0 ? `▲${moved}` : `▼${-moved}`;
}

/** The exact value of a row with its reason where there is none. */
export function exactOr(row: Pick<Row, 'value' | 'reason'> | undefined, language: Language): string {
  return row?.value == null ? `${noValue} ${reasonWord(row?.reason, language)}` : exact(row.value);
}
