import type { RowFinding } from '../../catalogue/judge-row.ts';
import { isNoteRow, totalsWord } from '../../catalogue/note-rows.ts';
import { type RuleId, ruleMessage, rules } from '../../catalogue/rules.ts';

/** What is said of a row before its cells: that it is a note, or does not fit the header; null where they are judged. */
export function specialOf(
  cells: readonly string[],
  header: readonly string[],
  columns: readonly (string | null)[],
): RowFinding[] | null {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const first = cells.slice(0, 4).find((cell) => cell.trim() !== '') ?? '';
  const declaration = cells[columns.indexOf('declaration_no')] ?? '';
  const column = columns[cells.indexOf(first)] ?? null;
  if (isNoteRow({ first, filled: filled.length, declaration, column })) return [told('note_row', '')];
  if (cells.length === header.length || totalsWord(first) !== undefined) return null;
  return [told('row_shape', `${cells.length}/${header.length}`)];
}

function told(rule: RuleId, value: string): RowFinding {
  return { rule, class: rules[rule].class, column: null, value, message: ruleMessage(rule, null, value) };
}
