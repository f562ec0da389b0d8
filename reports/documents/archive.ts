import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

/**
 * An Office document as others packed it, packed anew so that the same parts give the same bytes: parts in order of their
 * names, all of the same instant, and `change` may set right what differs from one making to the next.
 */
export function repacked(
  document: Uint8Array,
  at: Date,
  change: (parts: Map<string, string>) => void = () => undefined,
): Buffer {
  const packed = unzipSync(document);
  const texts = new Map<string, string>();
  for (const [name, bytes] of Object.entries(packed))
    if (/\.(xml|rels)$/.test(name)) texts.set(name, strFromU8(bytes));
  change(texts);
  const all: Record<string, Uint8Array> = { ...packed };
  for (const [name, text] of texts) all[name] = strToU8(text);
  // What says what the parts are comes first: some readers look there only.
  const names = Object.keys(all)
    .filter((name) => !name.endsWith('/'))
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const parts: Zippable = Object.fromEntries(names.map((name) => [name, all[name] as Uint8Array]));
  return Buffer.from(zipSync(parts, { level: 6, mtime: instantOfZip(at) }));
}

function order(name: string): number {
  return name === '[Content_Types].xml' ? 0 : name.startsWith('_rels/') ? 1 : 2;
}

/** A zip holds a local time without its zone; this one is written as UTC on every machine. */
function instantOfZip(at: Date): Date {
  return new Date(at.getTime() + at.getTimezoneOffset() * 60_000);
}
