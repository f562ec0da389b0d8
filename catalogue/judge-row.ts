import { plain, shownValue } from './cells.ts';
import { evaluate } from './evaluate.ts';
import { type LineColumn, lineColumns, nilWords, totalsWords } from './line-template.ts';
import type { Message } from './refusal.ts';
import { type Applied, doubting, rejecting } from './rules/chains.ts';
import type { RuleClass } from './rules/rule.ts';
import { type RuleId, ruleMessage, rules } from './rules.ts';
import { type RowContext, type TypedRow, typeRow } from './typed-row.ts';

export interface RowFinding {
  readonly rule: RuleId;
  readonly class: RuleClass;
  readonly column: LineColumn | null;
  readonly value: string;
  readonly message: Message;
}

function finding(rule: RuleId, column: LineColumn | null, value: string): RowFinding {
  return { rule, class: rules[rule].class, column, value, message: ruleMessage(rule, column, value) };
}

function fired({ rule, column }: Applied, row: TypedRow): boolean {
  return evaluate(rule.when(column), row) === true;
}

function told({ id, rule, column }: Applied, row: TypedRow): RowFinding {
  const value = rule.value(column);
  const text = value === null ? null : (evaluate(value, row) as string | null);
  return finding(id, column, shownValue(text, rule.asIs));
}

const first = (chain: readonly Applied[], row: TypedRow) => chain.find((one) => fired(one, row)) ?? [];

/** A row whose first cell begins with a word of totals and that has no declaration number. */
function isTotals(cells: Readonly<Partial<Record<LineColumn, string>>>, row: TypedRow): boolean {
  const opening = lineColumns
    .slice(0, 4)
    .map((column) => plain(cells[column] ?? ''))
    .find((text) => text !== null);
  const words = totalsWords.some((word) => opening?.toUpperCase().startsWith(word));
  return words && row.declaration_no_value === null;
}

/**
 * What the rules say of one row of cells: what rejects it, or else what gives pause. Of a nil return or a row without cells
 * nothing is said here: that takes the whole file.
 */
export function judgeRow(
  cells: Readonly<Partial<Record<LineColumn, string>>>,
  context: RowContext,
): RowFinding[] {
  const row = typeRow(cells, context);
  if ([...nilWords, 'nil'].includes(row.declaration_no ?? '')) return [];
  if (lineColumns.every((column) => row[column] === null)) return [];
  if (isTotals(cells, row)) return [finding('totals_row', null, '')];
  const stops = rejecting.flatMap((chain) => first(chain, row));
  const found = stops.length ? stops : doubting.flatMap((chain) => first(chain, row));
  return found.map((one) => told(one, row));
}
