import type { Rule } from './rule.ts';

/** Rules that show only when the whole file, or the tenant's earlier months, are seen. */
export const fileRules = {} as const satisfies Record<string, Rule>;
