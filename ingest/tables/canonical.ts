import { type FileHandle, open } from 'node:fs/promises';
import { columnKind, type Template } from '../../catalogue/templates.ts';
import { dayText } from '../workbook/cell-text.ts';
import type { Header } from './header.ts';
import { countFilled, isBlank, plain } from './plain.ts';

/** The copy that is being written: every cell quoted, under the columns of one family of templates. */
export interface Copy {
  readonly handle: FileHandle;
  columns: readonly string[] | null;
  text: string;
  rows: number;
}

const bufferedCharacters = 1 << 17;

export async function openCopy(target: string): Promise<Copy> {
  return { handle: await open(target, 'w'), columns: null, text: '', rows: 0 };
}

/** False when the copy already has the columns of another family. */
export function startColumns(copy: Copy, columns: readonly string[]): boolean {
  if (copy.columns) return copy.columns === columns;
  copy.columns = columns;
  copy.text += `"${['part', 'row', 'shape', ...columns, 'first_cell', 'other_cell'].join('","')}"\n`;
  return true;
}

export async function flush(copy: Copy, whole = false): Promise<void> {
  if (copy.text.length < bufferedCharacters && !whole) return;
  const { text } = copy;
  copy.text = '';
  await copy.handle.writeFile(text);
}

/** Where the cells of a table's rows go. */
export interface Places {
  readonly part: string;
  readonly width: number;
  readonly delimited: boolean;
  readonly dateSystem: 1900 | 1904;
  /** For each column of the copy, the place in the row (or none) and what a cell is made into. */
  readonly columns: readonly { readonly at: number; readonly isDay: boolean; readonly constant: string }[];
  readonly unread: readonly boolean[];
  /** The first cells of a row, where totals rows say that they are some. */
  readonly firstFrom: number;
  readonly constantsAt: number;
  readonly constantsFor: ReadonlySet<string> | null;
}

export function placesOf(
  { template, columns, texts }: Header,
  part: string | null,
  dateSystem: 1900 | 1904,
  delimited: boolean,
): Places {
  const { constantsFor, constants } = template;
  const start = texts.findIndex((text) => text !== '');
  return {
    part: quoted(part ?? ''),
    width: texts.length,
    delimited,
    dateSystem,
    columns: template.columns.map((name) => ({
      at: columns.indexOf(name),
      isDay: columnKind(template, name) === 'day',
      constant: constants[name] ?? '',
    })),
    unread: columns.map((name) => name === null),
    firstFrom: delimited ? 0 : Math.max(0, start),
    constantsAt: constantsFor ? columns.indexOf(constantsFor.column) : -1,
    constantsFor: constantsFor?.texts ?? null,
  };
}

/** What a record of a text file has instead of its header's cells, like `3/27`. */
export function shapeOf({ delimited, width }: Places, cells: readonly string[]): string {
  return delimited && cells.length !== width ? `${cells.length}/${width}` : '';
}

export function firstCell({ firstFrom }: Places, cells: readonly string[]): string {
  for (let at = firstFrom; at < firstFrom + 4; at++) if (!isBlank(cells[at])) return cells[at] as string;
  return '';
}

export function addRow(copy: Copy, places: Places, row: number, all: readonly string[], first: string): void {
  const shape = shapeOf(places, all);
  // An empty cell too many may have shifted the others.
  const cells = shape && all.length > places.width ? all.slice(0, 4) : all;
  const hasConstants =
    places.constantsFor === null || places.constantsFor.has(plain(cells[places.constantsAt] ?? ''));
  let text = `"${places.part}","${row}","${shape}"`;
  for (const { at, isDay, constant } of places.columns) {
    const cell = at < 0 ? (hasConstants ? constant : '') : (cells[at] ?? '');
    const shown = isDay ? dayCell(cell, places.dateSystem) : cell;
    text += `,"${shown.includes('"') ? quoted(shown) : shown}"`;
  }
  copy.text += `${text},"${quoted(first)}","${hasOther(places, all) ? 'x' : ''}"\n`;
  copy.rows += 1;
}

/** A row that is no line: counted, with its place, and without a word of what stands in it. */
export function addMark(copy: Copy, part: string | null, row: number, mark: '@note' | '@header'): void {
  const empty = ',""'.repeat(copy.columns?.length ?? 0);
  copy.text += `"${quoted(part ?? '')}","${row}","${mark}"${empty},"","x"\n`;
  copy.rows += 1;
}

function quoted(text: string): string {
  return text.includes('"') ? text.replaceAll('"', '""') : text;
}

function hasOther({ unread, width }: Places, cells: readonly string[]): boolean {
  for (let at = 0; at < cells.length; at++)
    if ((at >= width || unread[at]) && !isBlank(cells[at])) return true;
  return false;
}

/** A day's bare number, as spreadsheets leave it in text files too: 43895 is 2020-03-05. */
function dayCell(cell: string, dateSystem: 1900 | 1904): string {
  if (cell.length < 5 || cell.length > 24 || !/^\s*[2-7]\d{4}(\.\d+)?\s*$/.test(cell)) return cell;
  return dayText(cell, dateSystem) ?? cell;
}

/** Sample cells for people, of the columns by which they know their data best. */
export function sampleOf({ template, columns, texts }: Header, cells: readonly string[]) {
  const wanted = ['declaration_no', 'released_on', 'event_on', 'amount', 'quantity'];
  return wanted
    .filter((name) => template.columns.includes(name))
    .map((column) => ({ column, at: columns.indexOf(column) }))
    .filter(({ at }) => at >= 0 && countFilled([cells[at] ?? '']) > 0)
    .slice(0, 3)
    .map(({ column, at }) => ({
      column,
      header: texts[at] ?? '',
      value: plain(cells[at] ?? '').slice(0, 40),
    }));
}

export function textColumns(template: Template): readonly string[] {
  return template.columns.filter((name) => columnKind(template, name) === 'text');
}
