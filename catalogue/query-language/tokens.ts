import { type Dimension, details, dimensions } from '../indicators.ts';
import { nearPhrases } from './near.ts';
import { readTime, readTop } from './time.ts';
import { folded, type Reading, type Vocabulary } from './vocabulary.ts';

/** A stretch of the line; `from` and `to` are places in the line as it was written. */
export interface Token {
  readonly from: number;
  readonly to: number;
  /** Ways to understand it, the likeliest first; none for what is not known. */
  readonly readings: readonly Reading[];
  /** A dimension's name standing alone. */
  readonly label?: Dimension;
  /** Of what is not known: phrases that look like it. */
  readonly near?: readonly string[];
}

const separators = /[\s,，、;；。.·|/+&()（）:：=“”"'-]/;
const letter = /[a-z0-9_]/;

interface Narrow {
  readonly text: string;
  /** For each place in `text` the place in the line, and one more for the end. */
  readonly places: readonly number[];
}

/** The line in narrow characters and lower case, with the way back. */
function narrowed(line: string): Narrow {
  let text = '';
  const places: number[] = [];
  let at = 0;
  for (const character of line) {
    const narrow = folded(character).replace(/[～〜–—－−]/gu, '-');
    for (let unit = 0; unit < narrow.length; unit++) places.push(at);
    text += narrow;
    at += character.length;
  }
  return { text, places: [...places, line.length] };
}

interface Found {
  readonly end: number;
  readonly readings: readonly Reading[];
  readonly label?: Dimension;
  readonly near?: readonly string[];
}

function isWord(text: string, from: number, to: number): boolean {
  const joins = (a: number) => letter.test(text[a - 1] ?? '') && letter.test(text[a] ?? '');
  return !joins(from) && !joins(to);
}

function readPhrase(text: string, at: number, { phrases, labels, longest }: Vocabulary): Found | null {
  for (let end = Math.min(text.length, at + longest); end > at; end--) {
    if (!isWord(text, at, end)) continue;
    const phrase = text.slice(at, end);
    const readings = phrases.get(phrase);
    if (readings) return { end, readings };
    const label = labels.get(phrase);
    if (label) return { end, readings: [[{ kind: 'breakdown', dimension: label }]], label };
  }
  return null;
}

/** A code behind the name of its dimension: `伙伴USA`, `关区:0801`, `chapter 61`; behind a colon a wrong code is told as such. */
function readLabelled(text: string, at: number, vocabulary: Vocabulary): Found | null {
  for (let end = Math.min(text.length, at + 20); end > at; end--) {
    const dimension = vocabulary.labels.get(text.slice(at, end));
    if (!dimension || !isWordStart(text, at)) continue;
    const rest = /^(\s*[:=]\s*|\s?)([a-z0-9_]+|[^\s,，、;；:：=]+)/.exec(text.slice(end));
    if (!rest) return null;
    const [whole, join = '', said = ''] = rest;
    const code = vocabulary.codes[dimension].get(said);
    if (code) return { end: end + whole.length, readings: [[{ kind: 'code', dimension, code }]] };
    if (!/[:=]/.test(join)) return null;
    const near = nearPhrases(said, [...vocabulary.codes[dimension].keys()]);
    return {
      end: end + whole.length,
      readings: [],
      near: near.map((one) => `${text.slice(at, end)}:${one}`),
    };
  }
  return null;
}

function isWordStart(text: string, at: number): boolean {
  return !(letter.test(text[at - 1] ?? '') && letter.test(text[at] ?? ''));
}

/** `61章`, `第11类`, `HS61`; two digits alone may be several things. */
function readNumberedCode(text: string, at: number, { codes }: Vocabulary): Found | null {
  if (/\d/.test(text[at - 1] ?? '')) return null;
  const counted = /^第?\s*(\d{1,2})\s*(章|类)|^(?:hs|ch)\s?(\d{2})(?!\d)/.exec(text.slice(at));
  if (counted) {
    const dimension = counted[2] === '类' ? 'section' : 'chapter';
    const code = codes[dimension].get((counted[1] ?? counted[3] ?? '').padStart(2, '0'));
    return code ? { end: at + counted[0].length, readings: [[{ kind: 'code', dimension, code }]] } : null;
  }
  const bare = /^\d{1,2}(?![\d.])/.exec(text.slice(at));
  if (!bare || !isWord(text, at, at + bare[0].length)) return null;
  const readings = details.flatMap((dimension): Reading[] => {
    const code = codes[dimension].get(bare[0]);
    return code ? [[{ kind: 'code', dimension, code }]] : [];
  });
  return readings.length ? { end: at + bare[0].length, readings } : null;
}

/** The longest that is understood at a place. */
function readAt(text: string, at: number, vocabulary: Vocabulary): Found | null {
  const time = isWordStart(text, at) ? readTime(text, at, vocabulary.latest) : null;
  const top = isWordStart(text, at) ? readTop(text, at) : null;
  const found = [
    readLabelled(text, at, vocabulary),
    readPhrase(text, at, vocabulary),
    ...[time, top].map((one) => one && { end: one.end, readings: [[one.meaning]] }),
    readNumberedCode(text, at, vocabulary),
  ].filter((one) => one !== null);
  return found.reduce<Found | null>((best, one) => (best && best.end >= one.end ? best : one), null);
}

/** What is not understood, up to the next separator or the next that is. */
function endOfUnknown(text: string, at: number, vocabulary: Vocabulary): number {
  let end = at + 1;
  while (end < text.length && !separators.test(text[end] ?? '')) {
    if (isWordStart(text, end) && readAt(text, end, vocabulary)) break;
    end++;
  }
  return end;
}

/** The line cut into what is understood and what is not; separators are dropped. Dimensions are the catalogue's. */
export function tokensOf(line: string, vocabulary: Vocabulary): Token[] {
  const { text, places } = narrowed(line);
  const place = (at: number) => places[at] ?? line.length;
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (separators.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const found = readAt(text, at, vocabulary);
    const end = found?.end ?? endOfUnknown(text, at, vocabulary);
    const near =
      found?.near ?? (found ? undefined : nearPhrases(text.slice(at, end), knownPhrases(vocabulary)));
    tokens.push({
      from: place(at),
      to: Math.max(place(at) + 1, place(end)),
      readings: found?.readings ?? [],
      ...(found?.label ? { label: found.label } : {}),
      ...(near ? { near } : {}),
    });
    at = end;
  }
  return joinLabels(tokens);
}

const phraseLists = new WeakMap<Vocabulary, readonly string[]>();

/** Phrases that mean something. */
export function knownPhrases(vocabulary: Vocabulary): readonly string[] {
  const known =
    phraseLists.get(vocabulary) ??
    [...vocabulary.phrases].filter(([, [first]]) => first && first.length > 0).map(([text]) => text);
  phraseLists.set(vocabulary, known);
  return known;
}

/** A dimension's name beside one of its codes only says what the code is of. */
function joinLabels(tokens: readonly Token[]): Token[] {
  const codeOf = (token: Token | undefined, dimension: Dimension) =>
    token?.readings[0]?.some((meaning) => meaning.kind === 'code' && meaning.dimension === dimension) ??
    false;
  const joined: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const { label } = token;
    const previous = joined.at(-1);
    if (label && dimensions.includes(label) && previous && codeOf(previous, label) && !previous.label)
      joined[joined.length - 1] = { ...previous, to: token.to };
    else if (previous?.label && codeOf(token, previous.label))
      joined[joined.length - 1] = { ...token, from: previous.from };
    else if (at >= 0) joined.push(token);
  }
  return joined;
}
