import type { Template } from '../../catalogue/templates.ts';
import type { PartRow } from '../reader.ts';
import { Stop } from '../stop.ts';
import { type Header, headerOf, missingWords, nearest, refusePersonal } from './header.ts';
import { countFilled } from './plain.ts';
import { isSameRow, isSpecial } from './special-rows.ts';

export interface Found {
  readonly header: Header;
  /** Rows of the header that stand at the end of what was read, and whether the next row belongs to it, too. */
  readonly withNext: boolean;
}

/** The header that the last row is, alone or with the row after it. */
export function headerAt(
  head: readonly PartRow[],
  templates: readonly Template[],
  next: PartRow | undefined,
): Found | undefined {
  const cells = (head.at(-1) as PartRow).cells;
  if (countFilled(cells) < 2) return undefined;
  const alone = headerOf([cells], templates);
  // A second row without any digit, which no row of data is: sub-headings, units, or the header in another language.
  const goesOn =
    next !== undefined &&
    countFilled(next.cells) > 1 &&
    !/\d/.test(next.cells.join('')) &&
    !isSpecial(next.cells);
  if (alone && !goesOn) return { header: alone, withNext: false };
  const both =
    next && mayBePair(next.cells, alone, templates) ? headerOf([cells, next.cells], templates) : undefined;
  if (both) return { header: both, withNext: true };
  return alone && { header: alone, withNext: false };
}

/** A row above a whole header is a title, not its upper half. */
function mayBePair(
  next: readonly string[],
  alone: Header | undefined,
  templates: readonly Template[],
): boolean {
  return !holdsRowNumbers(next) && (alone !== undefined || headerOf([next], templates) === undefined);
}

function holdsRowNumbers(cells: readonly string[]): boolean {
  return cells.some((cell) => /\d{5}/.test(cell));
}

/** Another table's header further down. One that lacks columns stops the file: its rows would be read under the wrong header. */
export function headerAgain(
  part: string | null,
  row: PartRow,
  own: Header,
  templates: readonly Template[],
  next: PartRow | undefined,
): Found | undefined {
  if (own.rows.some((cells) => isSameRow(cells, row.cells))) return undefined;
  const found = headerAt([row], templates, next);
  if (found) return isSameHeader(own, found.header) ? undefined : found;
  const near = nearest(row.cells, templates);
  if (near && near.known > 4 && near.known * 2 > near.template.required.length) {
    refusePersonal(near);
    throw new Stop('header_missing_column', `${part ? `${part} ` : ''}${row.row}：${missingWords(near)}`);
  }
  return undefined;
}

/** A row without a declaration number in its place, with several cells: most rows are sorted out by one look. */
export function mayBeHeader(declarationAt: number, cells: readonly string[]): boolean {
  const cell = cells[declarationAt] ?? '';
  return !/\d{5}/.test(cell) && countFilled(cells) > 2 && !holdsRowNumbers(cells);
}

/** The same columns in the same places, in whatever words. */
export function isSameHeader(own: Header, other: Header): boolean {
  return (
    own.template.id === other.template.id &&
    other.columns.every((name, at) => name === (own.columns[at] ?? null))
  );
}
