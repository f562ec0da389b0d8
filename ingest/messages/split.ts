/** Where the cutter stands in a text that comes in pieces. */
export interface Cutting {
  /** The end of what came, which may go on in the next piece. */
  rest: string;
  inMessage: boolean;
  inComment: boolean;
  /** The document that is being read declares a document type or entities. */
  hasDtd: boolean;
}

export type Piece =
  | { readonly type: 'open'; readonly kind: string; readonly hasDtd: boolean }
  | { readonly type: 'text'; readonly text: string }
  /** `whole`: the closing tag was there. */
  | { readonly type: 'close'; readonly whole: boolean };

export function startCutting(): Cutting {
  return { rest: '', inMessage: false, inComment: false, hasDtd: false };
}

/** No tag that matters here is longer: prefix, name, blanks. */
const longestTag = 200;
const word = 'Message';

/**
 * The messages in the next piece of a text. Files hold one message, or many: documents one after another, or in an element
 * of any name. No XML reader takes all of these, and none finds its way again after a message that breaks off. A message
 * begins at its own tag, whatever stands before it, and never stands within another.
 */
export function cutOn(cutting: Cutting, text: string, isLast = false): Piece[] {
  const whole = cutting.rest + text;
  const end = isLast ? whole.length : undecidedFrom(cutting, whole);
  cutting.rest = whole.slice(end);
  const pieces: Piece[] = [];
  cut(cutting, whole.slice(0, end), pieces);
  if (isLast) finish(cutting, whole, pieces);
  return pieces;
}

function undecidedFrom({ inComment, inMessage }: Cutting, text: string): number {
  if (inComment && !inMessage) return Math.max(0, text.length - 2);
  const start = text.lastIndexOf('<');
  const isOpen = start >= 0 && text.length - start < longestTag && !text.includes('>', start);
  return isOpen ? start : text.length;
}

function cut(cutting: Cutting, text: string, pieces: Piece[]): void {
  let from = 0;
  while (from < text.length) {
    if (!cutting.inMessage && cutting.inComment) from = afterComment(cutting, text, from);
    else if (cutting.inMessage) from = cutInside(cutting, text, from, pieces);
    else from = cutBetween(cutting, text, from, pieces);
  }
}

function afterComment(cutting: Cutting, text: string, from: number): number {
  const end = text.indexOf('-->', from);
  if (end < 0) return text.length;
  cutting.inComment = false;
  return end + 3;
}

function cutInside(cutting: Cutting, text: string, from: number, pieces: Piece[]): number {
  const tag = nextTag(text, from);
  const end = tag ? (tag.isClosing ? tag.end : tag.start) : text.length;
  if (end > from) pieces.push({ type: 'text', text: text.slice(from, end) });
  if (!tag) return text.length;
  pieces.push({ type: 'close', whole: tag.isClosing });
  cutting.inMessage = false;
  return end;
}

function cutBetween(cutting: Cutting, text: string, from: number, pieces: Piece[]): number {
  const tag = nextTag(text, from);
  const end = tag?.start ?? text.length;
  const comment = text.slice(from, end).indexOf('<!--');
  const between = text.slice(from, comment < 0 ? end : from + comment);
  if (between.includes('<?xml')) cutting.hasDtd = false;
  if (/<!(DOCTYPE|ENTITY)/.test(between)) cutting.hasDtd = true;
  if (comment >= 0) {
    cutting.inComment = true;
    return from + comment + 4;
  }
  if (!tag || tag.isClosing) return tag?.end ?? text.length;
  pieces.push({ type: 'open', kind: tag.kind, hasDtd: cutting.hasDtd });
  cutting.inMessage = true;
  // The opening tag is text of the message; the search goes on behind its name.
  const name = text.slice(tag.start, tag.end);
  pieces.push({ type: 'text', text: name });
  return tag.end;
}

interface Tag {
  readonly kind: string;
  readonly isClosing: boolean;
  readonly start: number;
  /** Behind the name of an opening tag, behind the `>` of a closing one. */
  readonly end: number;
}

function nextTag(text: string, from: number): Tag | undefined {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(Math.max(from, at - longestTag), at);
    const start = before.lastIndexOf('<');
    const [, slash, kind] = /^<(\/?)(?:[^\s<>/:]+:)?(CEB\d{3})$/.exec(before.slice(start)) ?? [];
    if (start < 0 || kind === undefined) continue;
    const place = { kind, start: at - before.length + start };
    const behind = text.slice(at + word.length, at + longestTag);
    const closing = /^\s*>/.exec(behind);
    if (slash && closing) return { ...place, isClosing: true, end: at + word.length + closing[0].length };
    if (!slash && /^[\s/>]/.test(behind)) return { ...place, isClosing: false, end: at + word.length };
  }
  return undefined;
}

/** A text that ends within a message, or within a tag, has lost the rest of it. */
function finish(cutting: Cutting, whole: string, pieces: Piece[]): void {
  if (cutting.inMessage) pieces.push({ type: 'close', whole: false });
  else if (!cutting.inComment && whole.lastIndexOf('<') > whole.lastIndexOf('>'))
    pieces.push({ type: 'open', kind: '', hasDtd: false }, { type: 'close', whole: false });
  cutting.inMessage = false;
}
