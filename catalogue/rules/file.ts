import { claimRules } from './file-claims.ts';
import { declarationRules } from './file-declarations.ts';
import type { FileRule } from './file-example.ts';
import { monthRules } from './file-months.ts';
import { valueRules } from './file-values.ts';

/** Rules that show only when the whole file, or the tenant's earlier months, are seen. The predicates stand in `ingest/sql/rules/`. */
export const fileRules = {
  ...claimRules,
  ...monthRules,
  ...valueRules,
  ...declarationRules,
} as const satisfies Record<string, FileRule>;
export type FileRuleId = keyof typeof fileRules;
