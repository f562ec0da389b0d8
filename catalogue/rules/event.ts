import type { Rule } from './rule.ts';

/** Rules of returns and cancellations. */
export const eventRules = {} as const satisfies Record<string, Rule>;
