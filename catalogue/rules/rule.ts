import type { Message } from '../refusal.ts';

/**
 * `must_fix`: the row is rejected. `set_aside`: no line at all, counted apart. `confirm`: accepted, but the delivery is held
 * until it is confirmed or corrected. `notice`: accepted, shown only.
 */
export type RuleClass = 'must_fix' | 'confirm' | 'notice' | 'set_aside';

export interface Rule {
  readonly class: RuleClass;
  /** What is wrong and what to do. `{column}` and `{value}` are filled in. */
  readonly message: Message;
}

export const mustFix = (zh: string, en: string): Rule => ({ class: 'must_fix', message: { zh, en } });
export const confirm = (zh: string, en: string): Rule => ({ class: 'confirm', message: { zh, en } });
export const notice = (zh: string, en: string): Rule => ({ class: 'notice', message: { zh, en } });
export const setAside = (zh: string, en: string): Rule => ({ class: 'set_aside', message: { zh, en } });
