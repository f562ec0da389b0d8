import { type Dimension, dimensions, indicators } from '../indicators.ts';
import { total } from '../mode.ts';
import type { Message } from '../refusal.ts';
import { codeName } from './meaning.ts';
import { type Chosen, firstState, type PeriodChoice, type QueryState } from './state.ts';
import { folded, type Vocabulary } from './vocabulary.ts';
import { dimensionWords, transformWords } from './words.ts';

type Language = keyof Message;

/** The shortest words that mean exactly this, and nothing else: reading them again gives the same state. */
export function writeLine(state: QueryState, vocabulary: Vocabulary, language: Language = 'zh'): string {
  const named = dimensions.flatMap((dimension) => {
    const chosen = state.select[dimension];
    return chosen === undefined ? [] : codeWords(dimension, chosen, vocabulary, language);
  });
  const { calendar, top, vintage, transform } = state;
  const transformWord = transformWords[transform].find((word) => isIn(word, language)) ?? transform;
  return [
    indicatorWord(state, vocabulary, language),
    ...named,
    periodWords(state.period, language),
    calendar &&
      (language === 'zh' ? `历年${calendar.join('、')}月` : `every year month ${calendar.join(',')}`),
    transform === 'level' ? null : transformWord,
    top === null ? null : language === 'zh' ? `前${top}` : `top ${top}`,
    vintage === 'latest' ? null : vintageWords(vintage, language),
  ]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}

function isIn(word: string, language: Language): boolean {
  return /^[\x20-\x7e]+$/.test(word) === (language === 'en');
}

function indicatorWord({ indicator }: QueryState, vocabulary: Vocabulary, language: Language): string {
  const means = (text: string) => {
    const readings = vocabulary.phrases.get(folded(text));
    const [only, ...others] = readings?.[0] ?? [];
    return (
      readings?.length === 1 && others.length === 0 && only?.kind === 'indicator' && only.id === indicator
    );
  };
  return [indicators[indicator][language], indicators[indicator].zh].find(means) ?? indicator;
}

function codeWords(
  dimension: Dimension,
  chosen: Chosen,
  vocabulary: Vocabulary,
  language: Language,
): string[] {
  const label = dimensionWords[dimension].find((word) => isIn(word, language)) ?? dimension;
  if (chosen === '*') return [language === 'zh' ? `按${label}` : `by ${label}`];
  return chosen.map((code) => {
    const plain = shortest(dimension, code).find((text) => meansOnly(text, dimension, code, vocabulary));
    return plain ?? `${label}:${code}`;
  });

  function shortest(of: Dimension, code: string): string[] {
    if (code === total) return [];
    const name = codeName(of, code, vocabulary.parks)[language];
    if (of === 'park' || of === 'mode') return [code];
    if (of === 'chapter' && /^\d\d$/.test(code)) return language === 'zh' ? [`${code}章`] : [`HS${code}`];
    if (of === 'section' && /^\d\d$/.test(code) && language === 'zh') return [`${code}类`];
    return of === 'flow' || of === 'partner' || of === 'kind' ? [name, code] : [];
  }
}

/** True where a text is one phrase of one meaning: this code. */
function meansOnly(text: string, dimension: Dimension, code: string, { phrases }: Vocabulary): boolean {
  if (/^\d\d[章类]$|^HS\d\d$/.test(text)) return true;
  if (/[\s,，、;；()（）/]/.test(text)) return false;
  const [reading, ...others] = phrases.get(folded(text)) ?? [];
  const [only] = reading ?? [];
  const isCode = only?.kind === 'code' && only.dimension === dimension && only.code === code;
  return isCode && reading?.length === 1 && others.length === 0;
}

function periodWords(period: PeriodChoice, language: Language): string {
  const zh = language === 'zh';
  if (period.kind === 'all') return zh ? '全部月份' : 'all months';
  if (period.kind === 'last') return zh ? `最近${period.months}个月` : `last ${period.months} months`;
  const { from, to } = period;
  if (to === null) return zh ? `${from}至今` : `since ${from}`;
  if (from === to) return from;
  return zh ? `${from}至${to}` : `${from} to ${to}`;
}

function vintageWords(vintage: QueryState['vintage'], language: Language): string {
  if (vintage === 'first') return language === 'zh' ? '首发值' : 'first release';
  return language === 'zh' ? `版本${vintage}` : `as of ${vintage}`;
}

/** True for a state that a line need not say anything for. */
export function isFirst(state: QueryState): boolean {
  return JSON.stringify(state) === JSON.stringify(firstState);
}
