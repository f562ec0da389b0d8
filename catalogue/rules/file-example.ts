import type { LineColumn } from '../line-template.ts';
import type { Message } from '../refusal.ts';
import type { Rule, RuleClass } from './rule.ts';

/** Cells in which a line differs from a plain one. */
export interface ExampleLine extends Readonly<Partial<Record<LineColumn, string>>> {
  /** Declared and released in this month, where the dates are not given. */
  readonly month?: string;
  readonly state?: 'accepted' | 'rejected' | 'nil';
}

/** A small case of a rule: what the file holds, what was in force before, and whether the rule fires. */
export interface FileExample {
  readonly fires: boolean;
  readonly file: readonly ExampleLine[];
  /** In force for the same tenant, one delivery a month. */
  readonly before?: readonly ExampleLine[];
  /** In force for another tenant. */
  readonly others?: readonly ExampleLine[];
  readonly says?: {
    readonly usccs?: readonly string[];
    readonly names?: readonly string[];
    readonly periods?: readonly string[];
    readonly amountUnit?: '元' | '万元' | '亿元';
  };
  readonly totals?: readonly {
    readonly column: LineColumn;
    readonly stated: string;
    readonly own: string;
  }[];
  readonly released?: readonly string[];
  /** A line stands so many rows below the one before; rejected rows may lie between. */
  readonly rowsApart?: number;
}

/** What a rule looks at besides the file. Without any of it the rule is not asked. */
export type Beside = 'nothing' | 'history' | 'others';

export interface FileRule extends Rule {
  /** Where the rule comes from. */
  readonly source: string;
  readonly beside: Beside;
  readonly examples: readonly FileExample[];
}

type Told = Omit<FileRule, 'class' | 'message'>;
const fileRule = (kind: RuleClass, zh: string, en: string, told: Told): FileRule => {
  const message: Message = { zh, en };
  return { class: kind, message, ...told };
};
export const confirmFile = (zh: string, en: string, told: Told): FileRule =>
  fileRule('confirm', zh, en, told);
export const noticeFile = (zh: string, en: string, told: Told): FileRule => fileRule('notice', zh, en, told);

/** As many lines, alike or each with something of its own. */
export function lines(count: number, line: ExampleLine | ((at: number) => ExampleLine) = {}): ExampleLine[] {
  return Array.from({ length: count }, (_, at) => (typeof line === 'function' ? line(at) : line));
}

/** Tenants of the examples: the file is delivered for the first. */
export const exampleTenants = [
  { uscc: '91210100MA00000013', name_zh: '沈阳甲贸易有限公司', aliases: ['甲贸易'], customs_code: null },
  { uscc: '91210100MA0000003X', name_zh: '沈阳乙贸易有限公司', aliases: [], customs_code: null },
] as const;

/** Yuan for a hundred, the same in every month of the examples. */
export const exampleRates = { USD: '700', EUR: '780', JPY: '4.8' } as const;
