import type { Concealed, PartRow, ReadLimits } from '../reader.ts';
import { Stop } from '../stop.ts';
import { isoDayText, styledText, unescaped } from './cell-text.ts';
import { isOn, type Outline, type Sheet } from './outline.ts';
import { type Attributes, readXml } from './xml.ts';

/** Where the reader stands in a sheet. */
interface Reading {
  readonly sheet: Sheet;
  readonly outline: Outline;
  readonly limits: ReadLimits;
  readonly concealed: Concealed;
  readonly rows: PartRow[];
  rowNumber: number;
  rowHidden: boolean;
  rowCount: number;
  cells: string[];
  /** Index of the cell that is being read. */
  at: number;
  style: number;
  type: string;
  value: string;
  inValue: boolean;
  inSound: boolean;
}

/** The rows of a sheet that hold anything, in order. Formulas are never computed: the value that was saved stands. */
export async function* readSheet(
  sheet: Sheet,
  outline: Outline,
  limits: ReadLimits,
  concealed: Concealed,
): AsyncGenerator<PartRow> {
  const reading = startReading(sheet, outline, limits, concealed);
  const handlers = {
    open: (name: string, attributes: Attributes) => open(reading, name, attributes),
    close: (name: string) => close(reading, name),
    text: (text: string) => {
      if (reading.inValue && !reading.inSound) reading.value += text;
    },
  };
  for await (const _ of readXml(sheet.member, limits, handlers)) {
    for (const row of reading.rows) yield row;
    reading.rows.length = 0;
  }
}

function startReading(sheet: Sheet, outline: Outline, limits: ReadLimits, concealed: Concealed): Reading {
  const row = { rowNumber: 0, rowHidden: false, rowCount: 0, cells: [], rows: [] };
  const cell = { at: -1, style: 0, type: '', value: '', inValue: false, inSound: false };
  return { sheet, outline, limits, concealed, ...row, ...cell };
}

function open(reading: Reading, name: string, attributes: Attributes): void {
  if (name === 'c') {
    reading.at = columnOf(attributes.r) ?? reading.at + 1;
    reading.style = attributes.s === undefined ? -1 : Number(attributes.s);
    reading.type = attributes.t ?? 'n';
    reading.value = '';
  } else if (name === 'v' || name === 't') reading.inValue = true;
  else if (name === 'row') {
    reading.rowNumber = rowOf(attributes.r) ?? reading.rowNumber + 1;
    reading.rowHidden = isOn(attributes.hidden);
    reading.cells = [];
    reading.at = -1;
  } else if (name === 'rPh') reading.inSound = true;
  else if (name === 'col' && isOn(attributes.hidden)) {
    const [from, to] = [Number(attributes.min), Number(attributes.max)];
    reading.concealed.columns.push([from, to]);
  }
}

function close(reading: Reading, name: string): void {
  if (name === 'v' || name === 't') reading.inValue = false;
  else if (name === 'rPh') reading.inSound = false;
  else if (name === 'c') endCell(reading);
  else if (name === 'row') endRow(reading);
}

function endCell(reading: Reading): void {
  const { value, at, cells, limits } = reading;
  if (value === '') return;
  if (at >= limits.maxColumns) throw new Stop('too_many_columns', String(limits.maxColumns));
  const text = textOf(reading);
  if (text.length > limits.maxCellCharacters)
    throw new Stop('cell_too_long', `${reading.sheet.name} ${columnName(at)}${reading.rowNumber}`);
  while (cells.length < at) cells.push('');
  cells[at] = text;
}

function textOf({ type, value, style, outline }: Reading): string {
  switch (type) {
    case 's':
      return outline.strings[Number(value)] ?? '';
    case 'n':
      return styledText(value, outline.styles[style] ?? 'plain', outline.dateSystem);
    case 'b':
      return value === '0' ? 'FALSE' : 'TRUE';
    case 'd':
      return isoDayText(value);
    default:
      return unescaped(value);
  }
}

function endRow(reading: Reading): void {
  const { cells, rowNumber, limits, rows, concealed } = reading;
  if (cells.length === 0) return;
  reading.rowCount += 1;
  if (reading.rowCount > limits.maxRows) throw new Stop('too_many_rows', String(limits.maxRows));
  if (reading.rowHidden) concealed.rows += 1;
  rows.push({ row: rowNumber, cells });
}

const lastRow = 1_048_576;

function rowOf(reference: string | undefined): number | undefined {
  const row = Number(reference);
  return Number.isInteger(row) && row > 0 && row <= lastRow ? row : undefined;
}

/** `AB12` → 27; undefined when there is no such column. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return at > 0 && at < 4 ? column - 1 : undefined;
}

export function columnName(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26);
}
