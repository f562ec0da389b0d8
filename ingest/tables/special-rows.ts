import { nilWords } from '../../catalogue/line-template.ts';
import { isNoteText } from '../../catalogue/note-rows.ts';
import { claimFromText } from './claims.ts';
import type { Findings } from './findings.ts';
import { holdsPersonalNumber, isBlank, plain } from './plain.ts';
import { totalsWord } from './totals.ts';

export function isSpecial(cells: readonly string[]): boolean {
  const first = cells.find((cell) => !isBlank(cell)) ?? '';
  return (
    totalsWord(first) !== undefined || nilWords.some((word) => plain(first) === word) || isNoteText(first)
  );
}

export function isSameRow(one: readonly string[], other: readonly string[]): boolean {
  let [same, filled] = [0, 0];
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    if (isBlank(other[at])) continue;
    filled += 1;
    if ((one[at] ?? '').trim() === other[at]?.trim()) same += 1;
  }
  return filled > 2 && same === filled;
}

/** The numbers of the columns, 1 to n, below a header. */
export function isNumbering(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => !isBlank(cell));
  return filled.length > 5 && filled.every((cell, at) => cell.trim().replace(/[()]/g, '') === String(at + 1));
}

const person = '(?:联系人|填报人|填表人|制表人|审核人|负责人|经办人|复核人|联系电话|电话|手机|姓名)';

/** A label with something behind it that is no other label. */
const namedPerson = new RegExp(`${person}\\s*[:：]?\\s*(?!${person})[^\\s:：]`);

export function noteText(findings: Findings, cells: readonly string[]): void {
  claimFromText(findings.claiming, cells);
  findings.personal ||= cells.some(holdsPersonalNumber) || namedPerson.test(cells.map(plain).join(' '));
}
