import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import excel from 'exceljs';

/** Workbooks as they are written: row by row, into a stream. The only home of exceljs, which never reads a tenant's file. */
export interface Look {
  /** Colours as RRGGBB. */
  readonly fill?: string;
  readonly ink?: string;
  readonly bold?: boolean;
  readonly wrap?: boolean;
  readonly top?: boolean;
  readonly size?: number;
  readonly line?: string;
  /** How what is typed into the cell is taken. Text, when nothing is said: no cell of ours is ever calculated. */
  readonly format?: string;
}

export interface Cell {
  readonly value: string | number;
  readonly look?: Look;
  readonly note?: string;
  /** A place in the same workbook. */
  readonly link?: { readonly sheet: string; readonly cell: string };
}

export interface Column {
  readonly width: number;
  readonly look?: Look;
}

export interface Choice {
  readonly range: string;
  /** The cells that may be chosen from, like `codes!$A$2:$A$9`. */
  readonly from: string;
  readonly title: string;
  readonly message: string;
  /** `warning`: another text may stand; `stop`: it may not. */
  readonly strictness: 'stop' | 'warning';
}

export interface SheetOptions {
  readonly columns: readonly Column[];
  readonly frozenRows?: number;
  readonly frozenColumns?: number;
  readonly filter?: string;
  readonly landscape?: boolean;
  readonly tab?: string;
  readonly choices?: readonly Choice[];
}

export interface Sheet {
  /** Rows come in ascending order; a number may be left out. */
  row(number: number, cells: readonly (Cell | undefined)[], height?: number): Promise<void>;
  end(): void;
}

export interface Workbook {
  sheet(name: string, options: SheetOptions): Sheet;
  end(): Promise<void>;
}

export const sheetRows = 1_048_576;
export const cellCharacters = 32_767;
const rowsAtOnce = 500;

/** `madeAt` is written into the file's properties. */
export function writeWorkbook(stream: Writable, madeAt: Date): Workbook {
  const workbook = new excel.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 4 } },
  });
  dateEntries(workbook, madeAt);
  Object.assign(workbook, {
    created: madeAt,
    modified: madeAt,
    creator: 'parkstat',
    lastModifiedBy: 'parkstat',
  });
  const closed = finished(stream);
  closed.catch(() => undefined);
  return {
    sheet: (name, options) => writeSheet(workbook, stream, name, options),
    end: async () => {
      await Promise.race([workbook.commit(), closed]);
      await closed;
    },
  };
}

/** Else each part of the archive would bear the moment of its writing, and the same content be another file two seconds later. */
function dateEntries(workbook: excel.stream.xlsx.WorkbookWriter, date: Date): void {
  const { zip } = workbook as unknown as { zip: { _moduleAppend: Append } };
  const append = zip._moduleAppend.bind(zip);
  zip._moduleAppend = (source, entry, done) => append(source, { ...entry, date }, done);
}

/** Its public `append` comes too late: two parts are handed over while the writer is made. */
type Append = (source: unknown, entry: object, done: unknown) => void;

function writeSheet(
  workbook: excel.stream.xlsx.WorkbookWriter,
  stream: Writable,
  name: string,
  options: SheetOptions,
): Sheet {
  const { frozenRows: ySplit = 0, frozenColumns: xSplit = 0, landscape = false } = options;
  const sheet = workbook.addWorksheet(name, {
    views: ySplit || xSplit ? [{ state: 'frozen', ySplit, xSplit }] : [],
    properties: options.tab ? { tabColor: { argb: `FF${options.tab}` } } : {},
    pageSetup: {
      paperSize: 9,
      orientation: landscape ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(ySplit ? { printTitlesRow: `1:${ySplit}` } : {}),
    },
    headerFooter: { oddFooter: '&C&P / &N' },
    ...(options.filter ? { autoFilter: options.filter } : {}),
  });
  sheet.columns = options.columns.map(({ width, look }) => ({ width, style: styleOf(look) }));
  if (options.filter) sheet.autoFilter = options.filter;
  for (const choice of options.choices ?? []) addChoice(sheet, choice);
  let written = 0;
  return {
    row: async (number, cells, height) => {
      putRow(sheet, number, cells, height);
      written += 1;
      if (written % rowsAtOnce === 0) await letOut(stream);
    },
    end: () => sheet.commit(),
  };
}

function putRow(
  sheet: excel.Worksheet,
  number: number,
  cells: readonly (Cell | undefined)[],
  height?: number,
): void {
  const row = sheet.getRow(number);
  if (height) row.height = height;
  for (const [at, cell] of cells.entries()) if (cell) put(row.getCell(at + 1), cell);
  row.commit();
}

/** The writer takes no notice of how fast its stream is emptied: between rows the stream gets its turn. */
async function letOut(stream: Writable): Promise<void> {
  await setImmediate();
  while (stream.writableNeedDrain && !stream.destroyed) await setImmediate();
}

function put(target: excel.Cell, { value, look, note, link }: Cell): void {
  target.style = styleOf(look);
  const plain = typeof value === 'string' ? clean(value) : value;
  target.value = link ? { text: String(plain), hyperlink: `#'${link.sheet}'!${link.cell}` } : plain;
  if (note) addNote(target, clean(note));
}

/** Characters that XML cannot hold would make a workbook that no program opens. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are meant
  const allowed = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').toWellFormed();
  return allowed.length > cellCharacters ? allowed.slice(0, cellCharacters) : allowed;
}

/** exceljs draws each note two columns wide and four rows high; its drawing heeds an anchor that its interface lacks. */
function addNote(target: excel.Cell, note: string): void {
  target.note = { texts: [{ font: { size: 9, name: 'Microsoft YaHei' }, text: note }] };
  const comment = (target as unknown as { _comment: { readonly model: object } })._comment;
  const [left, top] = [Number(target.col) + 0.2, Math.max(Number(target.row) - 1, 0) + 0.3];
  const lines = note.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 24), 1);
  const model = {
    ...comment.model,
    anchor: { left, top, right: left + 3, bottom: top + Math.max(3, lines) },
  };
  Object.defineProperty(comment, 'model', { value: model });
}

function addChoice(sheet: excel.Worksheet, { range, from, title, message, strictness }: Choice): void {
  const { dataValidations } = sheet as unknown as {
    dataValidations: { add(range: string, validation: excel.DataValidation): void };
  };
  dataValidations.add(range, {
    type: 'list',
    allowBlank: true,
    formulae: [from],
    showErrorMessage: true,
    errorStyle: strictness,
    errorTitle: title,
    error: message,
  });
}

const styles = new WeakMap<Look, Partial<excel.Style>>();
const plainLook: Look = {};

/** One style object a look: exceljs recognises equal styles by the object. */
function styleOf(look: Look = plainLook): Partial<excel.Style> {
  const known = styles.get(look);
  if (known) return known;
  const edge = look.line ? ({ style: 'thin', color: { argb: `FF${look.line}` } } as const) : undefined;
  const style: Partial<excel.Style> = {
    numFmt: look.format ?? '@',
    font: {
      name: 'Microsoft YaHei',
      size: look.size ?? 10,
      bold: look.bold ?? false,
      color: { argb: `FF${look.ink ?? '1A2330'}` },
    },
    alignment: { wrapText: look.wrap ?? false, vertical: look.top ? 'top' : 'middle' },
    ...(look.fill
      ? { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${look.fill}` } } as const }
      : {}),
    ...(edge ? { border: { top: edge, left: edge, bottom: edge, right: edge } } : {}),
  };
  styles.set(look, style);
  return style;
}

/** `C7`: column from 0, row from 1. */
export function cellAddress(column: number, row: number): string {
  return `${columnLetters(column)}${row}`;
}

export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  const letter = String.fromCharCode(65 + (column % 26));
  return rest ? columnLetters(rest - 1) + letter : letter;
}

/** A sheet's name as a workbook takes it: at most 31 characters, none of `[]:*?/\`, not the same twice in any case. */
export function sheetName(wanted: string, taken: ReadonlySet<string>): string {
  const plain =
    wanted
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Sheet';
  const isTaken = (name: string) => [...taken].some((other) => other.toLowerCase() === name.toLowerCase());
  let name = plain.slice(0, 31);
  for (let number = 2; isTaken(name); number++) {
    const end = ` (${number})`;
    name = plain.slice(0, 31 - end.length) + end;
  }
  return name;
}
