import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Parser } from 'htmlparser2';
import type { FileProblem } from '../bytes.ts';
import type { Part, PartRow, ReadLimits } from '../reader.ts';
import { Stop } from '../stop.ts';

/** The rows of all tables of a web page, one after the other: some systems put the header in a table of its own. */
export async function readHtml(path: string, limits: ReadLimits): Promise<FileProblem | AsyncIterable<Part>> {
  const encoding = await encodingOf(path);
  if (encoding === undefined) return { id: 'encoding_mixed', value: '1' };
  async function* parts(): AsyncGenerator<Part> {
    const rows = rowsOf(path, encoding as string, limits);
    yield { name: null, hidden: false, dateSystem: 1900, rows };
  }
  return parts();
}

const headBytes = 1 << 16;

/** By its mark, by what the page says, else what it can be read as. */
async function encodingOf(path: string): Promise<string | undefined> {
  const handle = await open(path, 'r');
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0).finally(() => handle.close());
  const bytes = head.subarray(0, bytesRead);
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const said = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'))?.[1];
  const known = said === undefined ? undefined : labelled(said);
  const candidates = [...(known ? [known] : []), 'utf-8', 'gb18030'];
  for (const encoding of candidates) if (await isReadable(path, encoding)) return encoding;
  return undefined;
}

function labelled(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding === 'gbk' ? 'gb18030' : encoding;
  } catch {
    return undefined;
  }
}

async function isReadable(path: string, encoding: string): Promise<boolean> {
  try {
    for await (const _ of decoded(path, encoding));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Where the reader stands in a page. */
interface Page {
  readonly limits: ReadLimits;
  readonly rows: PartRow[];
  /** Rows for which a cell from above still covers a column. */
  readonly covered: Map<number, number>;
  cells: string[] | null;
  at: number;
  text: string | null;
  span: { columns: number; rows: number };
  silent: number;
  row: number;
}

async function* rowsOf(path: string, encoding: string, limits: ReadLimits): AsyncGenerator<PartRow> {
  const page: Page = {
    limits,
    rows: [],
    covered: new Map(),
    cells: null,
    at: 0,
    text: null,
    span: { columns: 1, rows: 1 },
    silent: 0,
    row: 0,
  };
  const parser = new Parser({
    onopentag: (name, attributes) => openTag(page, name, attributes),
    onclosetag: (name) => closeTag(page, name),
    ontext: (text) => addText(page, text),
  });
  for await (const text of decoded(path, encoding)) {
    parser.write(text);
    yield* page.rows.splice(0);
  }
  parser.end();
  endRow(page);
  yield* page.rows.splice(0);
}

const silent = new Set(['script', 'style', 'xml', 'title']);

function openTag(page: Page, name: string, attributes: Record<string, string>): void {
  if (silent.has(name)) page.silent += 1;
  else if (name === 'tr') {
    endRow(page);
    page.cells = [];
    page.at = 0;
  } else if (name === 'table') {
    endRow(page);
    page.covered.clear();
  } else if (name === 'td' || name === 'th') {
    endCell(page);
    page.text = '';
    page.span = { columns: spanOf(attributes.colspan), rows: spanOf(attributes.rowspan) };
  } else if (name === 'br' || name === 'p' || name === 'div') addText(page, ' ');
}

function closeTag(page: Page, name: string): void {
  if (silent.has(name)) page.silent = Math.max(0, page.silent - 1);
  else if (name === 'td' || name === 'th') endCell(page);
  else if (name === 'tr' || name === 'table') endRow(page);
}

function spanOf(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function addText(page: Page, text: string): void {
  if (page.text === null || page.silent > 0) return;
  page.text += text;
  if (page.text.length > 4 * page.limits.maxCellCharacters) throw tooLong(page);
}

/** The text of a cell that covers several stands in the first of them, as in a workbook's merged cells. */
function endCell(page: Page): void {
  const { cells, span, limits, covered } = page;
  if (page.text === null) return;
  const text = page.text.replace(/[\s\u00a0]+/g, ' ').trim();
  page.text = null;
  if (cells === null) return;
  if (text.length > limits.maxCellCharacters) throw tooLong(page);
  skipCovered(page);
  const end = page.at + span.columns;
  if (end > limits.maxColumns) throw new Stop('too_many_columns', String(limits.maxColumns));
  for (let at = page.at; at < end; at++) {
    cells[at] = at === page.at ? text : '';
    // One more than there are: the row that is being read takes one off.
    if (span.rows > 1) covered.set(at, span.rows);
  }
  page.at = end;
}

function skipCovered(page: Page): void {
  while (page.covered.has(page.at)) {
    (page.cells as string[])[page.at] = '';
    page.at += 1;
  }
}

function tooLong({ row, at }: Page): Stop {
  return new Stop('cell_too_long', `${row + 1}/${at + 1}`);
}

function endRow(page: Page): void {
  endCell(page);
  const { cells, covered, limits } = page;
  if (cells === null) return;
  page.cells = null;
  for (const [at, rows] of covered)
    if (rows > 1) covered.set(at, rows - 1);
    else covered.delete(at);
  page.row += 1;
  if (page.row > limits.maxRows) throw new Stop('too_many_rows', String(limits.maxRows));
  if (cells.some((cell) => cell !== '')) page.rows.push({ row: page.row, cells });
}
