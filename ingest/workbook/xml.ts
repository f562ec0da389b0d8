import { SaxesParser } from 'saxes';
import type { Member } from '../archive.ts';
import type { ReadLimits } from '../reader.ts';
import { Stop } from '../stop.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What to do with the elements of a document; names come without their prefix. */
export interface Handlers {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** Characters that may stand between two tags besides a cell's text. */
const spareCharacters = 1 << 16;

/**
 * Reads a document of a workbook in pieces; yields after each, so that what the handlers found can be taken on.
 * Throws Stop at a document type (it may name entities that expand or files to fetch), at depth, and at what is no XML.
 */
export async function* readXml(
  member: Member,
  limits: Pick<ReadLimits, 'maxXmlDepth' | 'maxCellCharacters'>,
  handlers: Handlers,
): AsyncGenerator<void> {
  const meter = { pending: 0, depth: 0 };
  const parser = parserFor(member.name, limits.maxXmlDepth, handlers, meter);
  const most = limits.maxCellCharacters + spareCharacters;
  let decoder: TextDecoder | undefined;
  for await (const chunk of member.chunks()) {
    decoder ??= decoderFor(chunk);
    const text = decode(decoder, chunk, member.name);
    meter.pending += text.length;
    parser.write(text);
    if (meter.pending > most + text.length) throw new Stop('workbook_damaged', member.name);
    yield;
  }
  parser.write(decode(decoder ?? new TextDecoder(), undefined, member.name));
  parser.close();
  yield;
}

/** For documents that are read as a whole. */
export async function readWholeXml(...[member, limits, handlers]: Parameters<typeof readXml>): Promise<void> {
  for await (const _ of readXml(member, limits, handlers));
}

function parserFor(
  name: string,
  maxDepth: number,
  handlers: Handlers,
  meter: { pending: number; depth: number },
): SaxesParser {
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw new Stop('unsafe_content', `${name} DOCTYPE`);
  });
  parser.on('error', () => {
    throw new Stop('workbook_damaged', name);
  });
  parser.on('opentag', (tag) => {
    meter.pending = 0;
    meter.depth += 1;
    if (meter.depth > maxDepth) throw new Stop('unsafe_content', `${name} > ${maxDepth}`);
    handlers.open(local(tag.name), tag.attributes as Attributes);
  });
  parser.on('closetag', (tag) => {
    meter.pending = 0;
    meter.depth -= 1;
    handlers.close(local(tag.name));
  });
  const text = (some: string) => handlers.text(some);
  parser.on('text', text);
  parser.on('cdata', text);
  return parser;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute by its name, whatever its prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];
}

function decoderFor(first: Buffer): TextDecoder {
  const mark = first.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true });
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, name: string): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new Stop('workbook_damaged', name);
  }
}
