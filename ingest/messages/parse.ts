import { SaxesParser } from 'saxes';
import { headFields, itemFields, messageKind, technicalElements } from '../../catalogue/ceb.ts';
import type { ReadLimits } from '../reader.ts';
import { cleanValue, type FieldReader, fieldReaders } from './fields.ts';

/** Why a message could not be read. */
export type Breakage = 'truncated' | 'xml' | 'dtd' | 'encoding' | 'depth' | 'length';

/** A business record of a message: its own fields, and one item for each of its goods. */
export interface BusinessNode {
  readonly head: readonly string[];
  readonly items: readonly (readonly string[])[];
  /** The first field whose value cannot be what it stands for. */
  readonly wrong: string;
}

/** The message that is being read. */
interface Parsing {
  readonly parser: SaxesParser;
  readonly limits: ReadLimits;
  readonly onNode: (node: BusinessNode) => void;
  breakage: Breakage | null;
  isUsed: boolean;
  isDone: boolean;
  depth: number;
  /** Depth of the element that holds fields: the business element, or a head or list within it. */
  holderDepth: number;
  fields: Readonly<Record<string, FieldReader>>;
  values: string[];
  field: FieldReader | null;
  text: string;
  head: string[];
  items: string[][];
  wrong: string;
  /** Characters that came since the reader last saw a tag. */
  pending: number;
}

const heads = fieldReaders(headFields);
const lists = fieldReaders(itemFields);
const emptyHead: readonly string[] = Object.keys(headFields).map(() => '');
const emptyItem: readonly string[] = Object.keys(itemFields).map(() => '');

export type MessageParser = Parsing;

export function createMessageParser(limits: ReadLimits, onNode: (node: BusinessNode) => void): MessageParser {
  const parsing: Parsing = {
    parser: new SaxesParser({ position: false }),
    limits,
    onNode,
    breakage: null,
    isUsed: false,
    isDone: false,
    depth: 0,
    holderDepth: 0,
    fields: heads,
    values: [],
    field: null,
    text: '',
    head: [],
    items: [],
    wrong: '',
    pending: 0,
  };
  parsing.parser.on('opentag', ({ name }) => openElement(parsing, name));
  parsing.parser.on('closetag', () => closeElement(parsing));
  const addText = (text: string) => {
    // Only the text of a field that is read is ever kept.
    if (parsing.field && parsing.depth === parsing.holderDepth + 1) parsing.text += text;
  };
  parsing.parser.on('text', addText);
  parsing.parser.on('cdata', addText);
  parsing.parser.on('doctype', () => breakOff(parsing, 'dtd'));
  parsing.parser.on('error', () => breakOff(parsing, 'xml'));
  return parsing;
}

function breakOff(parsing: Parsing, breakage: Breakage): void {
  parsing.breakage ??= breakage;
}

export function openMessage(parsing: MessageParser, kind: string, hasDtd: boolean): void {
  const role = messageKind(kind)?.role ?? 'unused';
  parsing.breakage = hasDtd ? 'dtd' : null;
  parsing.isUsed = role !== 'unused';
  parsing.isDone = false;
  parsing.depth = 0;
  parsing.holderDepth = 0;
  parsing.field = null;
  parsing.pending = 0;
}

export function readMessage(parsing: MessageParser, text: string): void {
  if (parsing.breakage || parsing.isDone) return;
  if (text.includes('\ufffd')) {
    breakOff(parsing, 'encoding');
    return;
  }
  parsing.pending += text.length;
  parsing.parser.write(text);
  if (parsing.pending > parsing.limits.maxLineBytes) breakOff(parsing, 'length');
}

/** Ends a message; null when it was read to its end. */
export function closeMessage(parsing: MessageParser, whole: boolean): Breakage | null {
  const { breakage, isDone } = parsing;
  // What the parser still says belongs to a message that is over.
  parsing.breakage ??= 'truncated';
  parsing.parser.close();
  // Where a message breaks off, what follows it is no XML, and a character may be cut too.
  if (!whole && (breakage === null || breakage === 'xml' || breakage === 'encoding'))
    return isDone ? null : 'truncated';
  return breakage ?? (isDone ? null : 'xml');
}

const localNames = new Map<string, string>();

function localName(name: string): string {
  const known = localNames.get(name);
  if (known !== undefined) return known;
  const local = name.slice(name.lastIndexOf(':') + 1);
  if (localNames.size < 500) localNames.set(name, local);
  return local;
}

function openElement(parsing: Parsing, name: string): void {
  parsing.pending = 0;
  if (parsing.breakage) return;
  parsing.depth += 1;
  const { depth } = parsing;
  const local = localName(name);
  if (depth > parsing.limits.maxXmlDepth) breakOff(parsing, 'depth');
  else if (depth === 2) startNode(parsing, local);
  else if (parsing.holderDepth === 0) return;
  else if (depth === 3 && local.includes('Head')) hold(parsing, heads, parsing.head);
  else if (depth === 3 && local.includes('List')) {
    const item = [...emptyItem];
    parsing.items.push(item);
    hold(parsing, lists, item);
  } else if (depth === parsing.holderDepth + 1) {
    parsing.field =
      parsing.isUsed && Object.hasOwn(parsing.fields, local) ? (parsing.fields[local] ?? null) : null;
    parsing.text = '';
  }
}

function startNode(parsing: Parsing, local: string): void {
  if (technicalElements.includes(local)) {
    parsing.holderDepth = 0;
    return;
  }
  parsing.head = [...emptyHead];
  parsing.items = [];
  parsing.wrong = '';
  parsing.fields = heads;
  parsing.values = parsing.head;
  parsing.holderDepth = 2;
}

function hold(parsing: Parsing, fields: Readonly<Record<string, FieldReader>>, values: string[]): void {
  parsing.fields = fields;
  parsing.values = values;
  parsing.holderDepth = 3;
  parsing.field = null;
}

function closeElement(parsing: Parsing): void {
  parsing.pending = 0;
  if (parsing.breakage) return;
  const { depth, holderDepth, field } = parsing;
  parsing.depth -= 1;
  if (depth === 1) parsing.isDone = true;
  else if (depth === 2 && holderDepth > 0) endNode(parsing);
  else if (depth === 3 && holderDepth === 3) backToNode(parsing);
  else if (field && depth === holderDepth + 1) putValue(parsing, field);
}

function backToNode(parsing: Parsing): void {
  parsing.fields = heads;
  parsing.values = parsing.head;
  parsing.holderDepth = 2;
  parsing.field = null;
}

function putValue(parsing: Parsing, field: FieldReader): void {
  parsing.field = null;
  if (parsing.text.length > parsing.limits.maxCellCharacters) breakOff(parsing, 'length');
  const value = cleanValue(field, parsing.text);
  if (value === null) parsing.wrong ||= field.element;
  parsing.values[field.at] = value ?? '';
}

function endNode(parsing: Parsing): void {
  const { head, items, wrong } = parsing;
  parsing.holderDepth = 0;
  parsing.onNode({ head, items, wrong });
}
