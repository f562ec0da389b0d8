import { declarationRules } from './row-declaration.ts';
import { formRules } from './row-form.ts';
import { goodsRules } from './row-goods.ts';
import { shortCodeRules } from './row-hs.ts';
import { numberRules } from './row-number.ts';
import { valueRules } from './row-value.ts';
import type { RowRule } from './rule.ts';

/** Rules judged row by row: `ingest/rule-macros.ts` makes SQL of them, `judge-row.ts` judges a row in the browser. */
export const rowRules = {
  ...formRules,
  ...numberRules,
  ...declarationRules,
  ...valueRules,
  ...shortCodeRules,
  ...goodsRules,
} as const satisfies Record<string, RowRule>;
export type RowRuleId = keyof typeof rowRules;
