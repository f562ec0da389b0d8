import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';
import { figureText } from './text-figures.ts';
import { frameText } from './text-frame.ts';
import { methodText } from './text-method.ts';

const sentences = { ...frameText, ...figureText, ...methodText } as const satisfies Record<string, Message>;
export type Sentence = keyof typeof sentences;

export function tell(key: Sentence, language: Language, values: Values = {}): string {
  return filledIn(sentences[key], language, values);
}

/** A sentence whose key is made of a word of the catalogue; the word itself where there is none. */
export function tellOf(prefix: string, word: string, language: Language): string {
  const key = `${prefix}_${word}`;
  return key in sentences ? tell(key as Sentence, language) : word;
}

/** `按园区`, and in the middle of an English title `by park`. */
export function tellBy(by: string, language: Language): string {
  return tellOf('by', by, language).toLowerCase();
}
