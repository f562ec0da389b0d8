import { cell, type Expression } from '../expression.ts';
import type { LineColumn } from '../line-template.ts';
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
  /** What the rule rests on, in words of the field. */
  readonly source?: string;
}

export const mustFix = (zh: string, en: string): Rule => ({ class: 'must_fix', message: { zh, en } });
export const confirm = (zh: string, en: string): Rule => ({ class: 'confirm', message: { zh, en } });
export const notice = (zh: string, en: string): Rule => ({ class: 'notice', message: { zh, en } });
export const setAside = (zh: string, en: string): Rule => ({ class: 'set_aside', message: { zh, en } });

export type Cells = Readonly<Partial<Record<LineColumn, string>>>;

/** Cells that differ from `goodRow`, and whether the rule then fires. */
export interface Example {
  readonly cells: Cells;
  readonly fires: boolean;
  /** The month that the sender declares for the file. */
  readonly declaredPeriod?: string;
}
export const fires = (cells: Cells, declaredPeriod?: string): Example => ({
  cells,
  fires: true,
  ...(declaredPeriod ? { declaredPeriod } : {}),
});
export const passes = (cells: Cells, declaredPeriod?: string): Example => ({
  ...fires(cells, declaredPeriod),
  fires: false,
});

/** A rule that is judged row by row: in SQL over whole files, and in the browser before a file is sent. */
export interface RowRule extends Rule {
  readonly source: string;
  /** Where it may be found. Of the rules of a column the first that fires is told. */
  readonly columns: readonly LineColumn[];
  readonly when: (column: LineColumn) => Expression;
  /** A cheaper condition, without which `when` never holds. Rows by the million are asked for this first. */
  readonly needs: Expression | null;
  /** What is shown as `{value}`; null: nothing. */
  readonly value: (column: LineColumn) => Expression | null;
  /** Shown with all its digits, because the sender must look for them; else phone and identity numbers are masked. */
  readonly asIs: boolean;
  /** Stands among the rules of another column, or beside all of them. */
  readonly among: LineColumn | 'pair' | null;
  readonly examples: readonly Example[];
}

type Given = Pick<RowRule, 'columns' | 'when' | 'source' | 'examples'> &
  Partial<Pick<RowRule, 'needs' | 'value' | 'asIs' | 'among'>>;

/** A row rule; what is not given: the cell is shown, masked, among the rules of its own column. */
export function rowRule(
  ruleClass: Exclude<RuleClass, 'set_aside'>,
  zh: string,
  en: string,
  given: Given,
): RowRule {
  return {
    class: ruleClass,
    message: { zh, en },
    needs: null,
    value: cell,
    asIs: false,
    among: null,
    ...given,
  };
}
