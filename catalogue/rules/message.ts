import type { Rule } from './rule.ts';

/** Rules of customs messages. */
export const messageRules = {} as const satisfies Record<string, Rule>;
