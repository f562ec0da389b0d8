import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type CellObject, read, set_cptable, type WorkSheet } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type NumberStyle, numberText, styledText, styleOfFormat } from '../workbook/cell-text.ts';
import type { Answer, OldProblem, OldSheet, Order } from './sheets.ts';

class Over extends Error {
  readonly id: OldProblem;
  constructor(id: OldProblem, value: string) {
    super(value);
    this.id = id;
  }
}

function answer(order: Order): Answer {
  set_cptable(codePages);
  try {
    const book = read(readFileSync(order.path), {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
      bookVBA: false,
    });
    const dateSystem = book.Workbook?.WBProps?.date1904 ? 1904 : 1900;
    const sheets = book.SheetNames.map((name, at) => {
      const hidden = (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0;
      return sheetOf(name, hidden, book.Sheets[name] as WorkSheet, dateSystem, order);
    });
    return { sheets, dateSystem };
  } catch (error) {
    if (error instanceof Over) return { problem: { id: error.id, value: error.message } };
    const isLocked = /password|encrypt/i.test(String(error));
    return { problem: { id: isLocked ? 'password_needed' : 'workbook_old', value: 'XLS' } };
  }
}

function sheetOf(
  name: string,
  hidden: boolean,
  sheet: WorkSheet,
  dateSystem: 1900 | 1904,
  order: Order,
): OldSheet {
  const rows: [number, string[]][] = [];
  const all = (sheet['!data'] ?? []) as (CellObject | undefined)[][];
  all.forEach((cells, at) => {
    const texts = textsOf(cells, dateSystem, order, `${name} ${at + 1}`);
    if (texts.length === 0) return;
    if (rows.length >= order.maxRows) throw new Over('too_many_rows', String(order.maxRows));
    rows.push([at + 1, texts]);
  });
  const hiddenRows = rows.filter(([row]) => sheet['!rows']?.[row - 1]?.hidden).length;
  return { name, hidden, hiddenRows, rows };
}

function textsOf(
  cells: readonly (CellObject | undefined)[],
  dateSystem: 1900 | 1904,
  { maxColumns, maxCellCharacters }: Order,
  place: string,
): string[] {
  const texts: string[] = [];
  cells.forEach((cell, at) => {
    const text = cell ? textOf(cell, dateSystem) : '';
    if (text === '') return;
    if (at >= maxColumns) throw new Over('too_many_columns', String(maxColumns));
    if (text.length > maxCellCharacters) throw new Over('cell_too_long', place);
    while (texts.length < at) texts.push('');
    texts[at] = text;
  });
  return texts;
}

const styles = new Map<string, NumberStyle>();

function textOf({ t, v, w, z }: CellObject, dateSystem: 1900 | 1904): string {
  if (v === undefined || v === null || t === 'z') return '';
  if (t === 'b') return v ? 'TRUE' : 'FALSE';
  if (t === 'e') return w ?? '#N/A';
  if (t !== 'n') return String(v);
  const code = String(z ?? 'General');
  let style = styles.get(code);
  if (style === undefined) {
    style = styleOfFormat(0, code);
    styles.set(code, style);
  }
  return style === 'plain' ? numberText(String(v)) : styledText(String(v), style, dateSystem);
}

/** A sender's file is read by a library in a thread of its own: what goes wrong there ends the thread and nothing else. */
parentPort?.postMessage(answer(workerData as Order));
