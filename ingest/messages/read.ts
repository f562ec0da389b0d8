import { type FileHandle, open, rm } from 'node:fs/promises';
import { headFields, itemFields, messageKind } from '../../catalogue/ceb.ts';
import { type Duck, literal } from '../../engine/duckdb.ts';
import type { Encoding, FileProblem } from '../bytes.ts';
import { settle } from '../land.ts';
import type { ReadLimits } from '../reader.ts';
import { maskedName } from '../tables/plain.ts';
import { decodedText } from './decode.ts';
import { recordColumns } from './fields.ts';
import {
  type BusinessNode,
  closeMessage,
  createMessageParser,
  type MessageParser,
  openMessage,
  readMessage,
} from './parse.ts';
import { cutOn, type Piece, startCutting } from './split.ts';

/** A file of messages, or one of an archive's. */
export interface Member {
  readonly name: string | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface MessageFile {
  /** Records of the file at rest; `recordColumns`. */
  readonly path: string;
  readonly messages: number;
  readonly records: number;
  readonly encoding: Encoding;
  /** The enterprises (电商企业) that the records name, each by its USCC or its customs code. */
  readonly claims: { readonly ebcCodes: readonly string[] };
  /** Three fields as they were read. */
  readonly sample: readonly { readonly header: string; readonly column: string; readonly value: string }[];
}

/** Where the reader stands in a file. */
interface Reading {
  readonly limits: ReadLimits;
  readonly ebcCodes: Set<string>;
  sample: MessageFile['sample'];
  part: string;
  kind: string;
  isUsed: boolean;
  messages: number;
  message: number;
  node: number;
  item: number;
  row: number;
  lines: string[];
  bytes: number;
}

const flushAt = 1 << 16;
const none = '';
const noItem = Object.keys(itemFields).map(() => none);
const noFields = [...Object.keys(headFields), ...Object.keys(itemFields)].map(() => none).join('\t');
const ebcAt = Object.keys(headFields).indexOf('ebcCode');

/**
 * Reads customs messages and puts their records to rest as one Parquet file, in file order. Persons' data never becomes
 * text here: only the fields of the catalogue are read. A message that breaks off is one record that says so.
 */
export async function readMessages(
  duck: Duck,
  members: AsyncIterable<Member>,
  context: { readonly limits: ReadLimits; readonly target: string },
): Promise<FileProblem | MessageFile> {
  const temporary = `${context.target}.tsv`;
  const file = await open(temporary, 'w');
  try {
    const read = await readMembers(members, context.limits, file);
    await file.close();
    if ('id' in read) return read;
    await duck.run(rest(temporary, `${context.target}.part`, read.broken));
    await settle(`${context.target}.part`, context.target);
    const { broken: _, ...found } = read;
    return { ...found, path: context.target };
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

type Found = Omit<MessageFile, 'path'> & { readonly broken: readonly string[] };

async function readMembers(
  members: AsyncIterable<Member>,
  limits: ReadLimits,
  file: FileHandle,
): Promise<FileProblem | Found> {
  const reading = startReading(limits);
  const broken: string[] = [];
  const parser = createMessageParser(limits, (node) => addNode(reading, node));
  let encoding: Encoding | undefined;
  for await (const { name, chunks } of members) {
    reading.part = name === null ? none : cleanName(name);
    reading.message = 0;
    const cutting = startCutting();
    for await (const { text, isLast, encoding: found } of decodedText(chunks)) {
      encoding ??= found;
      for (const piece of cutOn(cutting, text, isLast)) takePiece(reading, parser, piece, broken);
      if (reading.row > limits.maxRows) return { id: 'too_large', value: `> ${limits.maxRows} 行 / rows` };
      if (reading.bytes > flushAt || isLast) await flush(reading, file);
    }
  }
  if (reading.messages === 0) return { id: 'no_messages', value: '' };
  return {
    messages: reading.messages,
    records: reading.row,
    encoding: encoding ?? 'utf-8',
    claims: { ebcCodes: [...reading.ebcCodes].sort() },
    sample: reading.sample,
    broken,
  };
}

function startReading(limits: ReadLimits): Reading {
  const counters = { messages: 0, message: 0, node: 0, item: 0, row: 0, bytes: 0 };
  return {
    limits,
    ebcCodes: new Set(),
    sample: [],
    part: none,
    kind: none,
    isUsed: false,
    lines: [],
    ...counters,
  };
}

/** A member's name is a place that people look for, not a path to be opened. */
function cleanName(name: string): string {
  return maskedName(name.replace(/[\p{Cc}\u2028\u2029"]+/gu, ' ')).slice(0, 200);
}

async function flush(reading: Reading, file: FileHandle): Promise<void> {
  const text = reading.lines.join(none);
  reading.lines = [];
  reading.bytes = 0;
  if (text) await file.write(text);
}

function takePiece(reading: Reading, parser: MessageParser, piece: Piece, broken: string[]): void {
  if (piece.type === 'text') readMessage(parser, piece.text);
  else if (piece.type === 'open') openAs(reading, parser, piece);
  else endAs(reading, parser, piece.whole, broken);
}

type Opening = Extract<Piece, { type: 'open' }>;

function openAs(reading: Reading, parser: MessageParser, { kind, hasDtd }: Opening): void {
  reading.messages += 1;
  reading.message += 1;
  reading.item = 0;
  reading.kind = kind;
  reading.isUsed = (messageKind(kind)?.role ?? 'unused') !== 'unused';
  openMessage(parser, kind, hasDtd);
}

function endAs(reading: Reading, parser: MessageParser, whole: boolean, broken: string[]): void {
  const breakage = closeMessage(parser, whole);
  if (!breakage) return;
  broken.push(`(${literal(reading.part)}, ${reading.message})`);
  reading.node += 1;
  addRow(reading, 1, breakage, none, noFields);
}

function addNode(reading: Reading, { head, items, wrong }: BusinessNode): void {
  reading.node += 1;
  const own = head.join('\t');
  const listed = reading.isUsed && items.length ? items : [noItem];
  for (const [at, item] of listed.entries())
    addRow(reading, at + 1, none, wrong, `${own}\t${item.join('\t')}`);
  const ebcCode = head[ebcAt] ?? none;
  if (ebcCode && reading.ebcCodes.size < 1000) reading.ebcCodes.add(ebcCode);
  if (reading.sample.length === 0 && reading.isUsed) reading.sample = sampleOf(head, listed[0] ?? noItem);
}

function addRow(reading: Reading, nth: number, breakage: string, wrong: string, fields: string): void {
  reading.item += 1;
  reading.row += 1;
  const { part, message, node, item, row, kind } = reading;
  const line = `${part}\t${message}\t${node}\t${item}\t${row}\t${nth}\t${kind}\t${breakage}\t${wrong}\t${fields}\n`;
  reading.lines.push(line);
  reading.bytes += line.length;
}

function sampleOf(head: readonly string[], item: readonly string[]): MessageFile['sample'] {
  const named = (fields: object, values: readonly string[]) =>
    Object.entries(fields as typeof headFields).map(([header, { column }], at) => ({
      header,
      column,
      value: values[at] ?? none,
    }));
  const shown = ['copNo', 'invtNo', 'gname', 'totalPrice', 'returnStatus', 'returnTime', 'taxNo', 'orderNo'];
  return [...named(headFields, head), ...named(itemFields, item)]
    .filter(({ header, value }) => value !== none && shown.includes(header))
    .slice(0, 3);
}

/** Of a message that broke off only the record that says so stays. */
function rest(source: string, target: string, broken: readonly string[]): string {
  const types = Object.keys(recordColumns).map((name) => `${literal(name)}: 'VARCHAR'`);
  const cells = Object.entries(recordColumns).map(([name, type]) =>
    type === 'VARCHAR' ? name : `cast(${name} as ${type}) as ${name}`,
  );
  const whole = broken.length
    ? `where breakage is not null or (coalesce(part, ''), cast(message as bigint)) not in (${broken.join(', ')})`
    : '';
  return `copy (select ${cells.join(', ')} from read_csv(${literal(source)}, auto_detect = false, header = false,
    delim = '\t', quote = '', escape = '', nullstr = '', columns = {${types.join(', ')}}, max_line_size = ${1 << 17}, buffer_size = ${1 << 20}) ${whole})
    to ${literal(target)} (format parquet, compression zstd, row_group_size 10240)`;
}
