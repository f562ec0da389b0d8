import type { LineColumn } from '../line-template.ts';
import { type RowRuleId, rowRules } from './row.ts';
import type { RowRule, RuleClass } from './rule.ts';

/** A rule at one of its columns. */
export interface Applied {
  readonly id: RowRuleId;
  readonly rule: RowRule;
  readonly column: LineColumn;
}

/** Rules of which the first that fires is told: those of a column, as a rule. In the order of the template. */
export function chains(classes: readonly RuleClass[]): Applied[][] {
  const applied = Object.entries(rowRules as Readonly<Record<RowRuleId, RowRule>>).flatMap(([id, rule]) =>
    classes.includes(rule.class) ? rule.columns.map((column) => ({ id: id as RowRuleId, rule, column })) : [],
  );
  return [...Map.groupBy(applied, ({ rule, column }) => rule.among ?? column).values()];
}

/** What rejects a row, and what gives pause in one that is accepted. */
export const rejecting = chains(['must_fix']);
export const doubting = chains(['confirm', 'notice']);
