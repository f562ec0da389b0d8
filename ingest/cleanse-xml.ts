import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { decodedText } from './messages/decode.ts';

/** Elements that are open, outermost first. Broken messages are read as well as whole ones: nothing is ever refused here. */
interface Scan {
  readonly open: string[];
  /** How many of them hold what must not be kept. */
  personal: number;
  readonly isPersonal: (localName: string) => boolean;
}

/** No tag, comment or declaration is longer; what goes on without its end is no mark-up. */
const longestMarkup = 1 << 16;
const deepest = 200;

/** A copy of a file of messages in UTF-8 in which personal elements are empty. */
export async function cleanseXmlFile(
  path: string,
  isPersonal: (localName: string) => boolean,
  target: string,
): Promise<void> {
  const texts = async function* () {
    for await (const { text } of decodedText(createReadStream(path, { highWaterMark: 1 << 16 }))) yield text;
  };
  await pipeline(cleanseXml(texts(), isPersonal), createWriteStream(target, { flush: true }));
}

/**
 * The same XML with the text and the attributes of personal elements, and of all in them, left out; so are comments and
 * whatever stands outside of an element.
 */
export async function* cleanseXml(
  texts: AsyncIterable<string>,
  isPersonal: (localName: string) => boolean,
): AsyncGenerator<string> {
  const scan: Scan = { open: [], personal: 0, isPersonal };
  let rest = '';
  for await (const text of texts) {
    const { done, left } = scanned(scan, rest + text, false);
    rest = left;
    yield done;
  }
  yield scanned(scan, rest, true).done;
}

function scanned(scan: Scan, text: string, isLast: boolean): { done: string; left: string } {
  let done = '';
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    done += keptText(scan, text.slice(at, start < 0 ? text.length : start));
    if (start < 0) return { done, left: '' };
    const end = endOfMarkup(text, start);
    // Another message begins before it ends: it has no end of its own.
    const isAstray = end > 0 && isMessageWithin(text.slice(start, end));
    if (end < 0 || isAstray) {
      if (!isAstray && !isLast && text.length - start < longestMarkup)
        return { done, left: text.slice(start) };
      at = start + 1;
      done += '<';
      // Without its end it is text, but no text that anybody asked for.
      const next = text.indexOf('<', at);
      at = next < 0 ? text.length : next;
      continue;
    }
    done += keptMarkup(scan, text.slice(start, end));
    at = end;
  }
  return { done, left: '' };
}

/** Behind the mark-up that begins here; -1 when its end has not been seen. A tag has no other within it. */
function endOfMarkup(text: string, start: number): number {
  for (const [begin, end] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const)
    if (text.startsWith(begin, start)) return behind(text, end, start + begin.length);
  // These letters may be the beginning of one of the above.
  if (text.length - start < 9 && '<![CDATA['.startsWith(text.slice(start))) return -1;
  const end = behind(text, '>', start);
  const next = text.indexOf('<', start + 1);
  return next >= 0 && (end < 0 || next < end) && !text.startsWith('<!', start) ? next : end;
}

function isMessageWithin(markup: string): boolean {
  return markup.startsWith('<!') && /<([\w.-]+:)?CEB\d{3}Message/.test(markup);
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function keptText({ open, personal }: Scan, text: string): string {
  return (open.length > 0 && open.length < deepest && personal === 0) || text.trim() === '' ? text : '';
}

function keptMarkup(scan: Scan, markup: string): string {
  if (markup.startsWith('<!--')) return '<!---->';
  if (markup.startsWith('<![CDATA['))
    return markup.includes('<', 9) ? '<![CDATA[]]>' : keptText(scan, markup);
  // The copy is UTF-8 whatever the original was; entities may hold anything.
  if (markup.startsWith('<?xml'))
    return markup.replace(/encoding\s*=\s*("[^"]*"|'[^']*')/, 'encoding="UTF-8"');
  if (markup.startsWith('<?')) return '';
  if (markup.startsWith('<!')) return '<!DOCTYPE removed>';
  const [, closing = '', name = ''] = /^<(\/?)([\p{L}_][\p{L}\p{N}_.:-]*)/u.exec(markup) ?? [];
  if (name === '') return '<';
  const local = name.slice(name.lastIndexOf(':') + 1);
  const isWhole = markup.endsWith('>');
  if (closing) {
    closeElement(scan, local);
    return `</${name}${isWhole ? '>' : ''}`;
  }
  // A message never stands within another: one that breaks off ends here.
  if (/^CEB\d{3}Message$/.test(local)) reset(scan);
  const isEmpty = markup.endsWith('/>');
  if (isWhole && !isEmpty) openElement(scan, local);
  const isKept = scan.personal === 0 && isWhole && !scan.isPersonal(local);
  return isKept ? markup : `<${name}${isEmpty ? '/' : ''}${isWhole ? '>' : ''}`;
}

function reset(scan: Scan): void {
  scan.open.length = 0;
  scan.personal = 0;
}

function openElement(scan: Scan, local: string): void {
  if (scan.open.length >= deepest) return;
  scan.open.push(local);
  if (scan.isPersonal(local)) scan.personal += 1;
}

function closeElement(scan: Scan, local: string): void {
  if (!scan.open.includes(local)) return;
  for (let last = scan.open.pop(); last !== undefined; last = scan.open.pop()) {
    if (scan.isPersonal(last)) scan.personal -= 1;
    if (last === local) return;
  }
}
