import { indicators } from '../indicators.ts';
import type { Message } from '../refusal.ts';
import type { Meaning } from './meaning.ts';
import { firstState, type QueryState } from './state.ts';
import type { Vocabulary } from './vocabulary.ts';
import { dimensionWords, transformWords } from './words.ts';
import { writeLine } from './write.ts';

/** Words that mean one thing and nothing else, to be put into a line. */
export function phraseOf(meaning: Meaning, vocabulary: Vocabulary, language: keyof Message): string {
  const isEnglish = language === 'en';
  const inLanguage = (words: readonly string[]) =>
    words.find((word) => /^[\x20-\x7e]+$/.test(word) === isEnglish) ?? words[0] ?? '';
  const alone = (state: Partial<QueryState>) => {
    const bare: QueryState = { ...firstState, period: { kind: 'all' }, ...state };
    const without = writeLine({ ...firstState, period: { kind: 'all' } }, vocabulary, language).split(' ');
    const words = writeLine(bare, vocabulary, language).split(' ');
    return words.filter((word) => !without.includes(word)).join(' ');
  };
  switch (meaning.kind) {
    case 'indicator':
      return indicators[meaning.id][language];
    case 'code':
      return `${inLanguage(dimensionWords[meaning.dimension])}:${meaning.code}`;
    case 'breakdown':
      return `${isEnglish ? 'by ' : '按'}${inLanguage(dimensionWords[meaning.dimension])}`;
    case 'period':
      return writeLine({ ...firstState, period: meaning.period }, vocabulary, language)
        .replace(indicators[firstState.indicator][language], '')
        .trim();
    case 'calendar':
      return alone({ calendar: meaning.months });
    case 'transform':
      return inLanguage(transformWords[meaning.transform]);
    case 'top':
      return isEnglish ? `top ${meaning.count}` : `前${meaning.count}`;
    case 'vintage':
      return alone({ vintage: meaning.vintage });
    case 'monthly':
      return isEnglish ? 'monthly' : '按月';
  }
}
