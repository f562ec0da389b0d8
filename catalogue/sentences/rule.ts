import { compare, type Decimal } from '../number.ts';
import type { Message } from '../refusal.ts';

/**
 * When a sentence of the report says what. Of a group the first rule whose condition holds is the one that speaks; none: no
 * sentence. Texts hold no digit; `{…}` are places for bound numbers, months and names.
 */
export interface SentenceRule<Facts> extends Message {
  readonly when: (facts: Facts) => boolean;
  /** The same in words. */
  readonly condition: Message;
  readonly example: Message & { readonly facts: Facts; readonly slots: Readonly<Record<string, Message>> };
}
export type Rules<Facts> = Readonly<Record<string, SentenceRule<Facts>>>;

/** The same text in both languages. */
export const same = (text: string): Message => ({ zh: text, en: text });
export const magnitude = (value: Decimal) => value.replace('-', '');
export const atLeast = (a: Decimal, b: Decimal) => compare(a, b) >= 0;

/** The rule of a group that speaks of these facts. */
export function ruleFor<Facts>(rules: Rules<Facts>, facts: Facts): SentenceRule<Facts> | undefined {
  return Object.values(rules).find((rule) => rule.when(facts));
}
