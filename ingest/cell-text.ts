import { totalsWords } from '../catalogue/line-template.ts';
import { personsIn, plainCharacter } from './persons.ts';
import { gbLength } from './raw-cells.ts';

/** A cell as it stands, quotes included. */
export interface CellText {
  readonly bytes: Buffer;
  readonly isGb18030: boolean;
}

export function cellText(bytes: Buffer, isGb18030: boolean): CellText {
  return { bytes, isGb18030 };
}

export function isBlank({ bytes }: CellText): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x22 || (byte >= 0x09 && byte <= 0x0d));
}

/** What a cell says, made plain, without quotes and outer blanks. */
export function plainText({ bytes, isGb18030 }: CellText): string {
  const { plain } = mapped(bytes, isGb18030);
  return plain
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .trim();
}

/** A person's number has ten digits at least; a full-width one is recognised by a byte of its own. */
export function mayHoldNumber({ bytes, isGb18030 }: CellText): boolean {
  const wide = isGb18030 ? 0xa3 : 0xef;
  let digits = 0;
  for (const byte of bytes) if ((byte >= 0x30 && byte <= 0x39) || byte === wide) digits += 1;
  return digits >= 10;
}

interface Mapped {
  readonly plain: string;
  /** By place in `plain`, the byte at which its character begins; one more for the end. */
  readonly bytesAt: readonly number[];
}

function mapped(bytes: Buffer, isGb18030: boolean): Mapped {
  const decoder = new TextDecoder(isGb18030 ? 'gb18030' : 'utf-8', { ignoreBOM: true });
  let plain = '';
  const bytesAt: number[] = [];
  let at = 0;
  for (const character of decoder.decode(bytes)) {
    const one = plainCharacter(character);
    for (let unit = 0; unit < one.length; unit++) bytesAt.push(at);
    plain += one;
    at += lengthOf(bytes, at, isGb18030);
  }
  bytesAt.push(at);
  return { plain, bytesAt };
}

function lengthOf(bytes: Buffer, at: number, isGb18030: boolean): number {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return 1;
  if (isGb18030) return byte === 0x80 || byte === 0xff ? 1 : gbLength(bytes, at);
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}

/** The cell with persons' numbers made unreadable; undefined when it has none. */
export function maskedCell(cell: CellText, contacts: boolean): Buffer | undefined {
  if (!contacts && !mayHoldNumber(cell)) return undefined;
  const { bytes, isGb18030 } = cell;
  const { plain, bytesAt } = mapped(bytes, isGb18030);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const [start, end] of personsIn(plain, contacts)) {
    pieces.push(bytes.subarray(from, bytesAt[start]), Buffer.from('******'));
    from = bytesAt[end] as number;
  }
  if (from === 0) return undefined;
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

const totals = new RegExp(`^["\\s]*(${totalsWords.join('|')})`, 'i');

/** The bytes of the word by which a row is known for a totals row. */
export function totalsWord({ bytes, isGb18030 }: CellText): Buffer | undefined {
  const { plain, bytesAt } = mapped(bytes, isGb18030);
  const found = totals.exec(plain);
  if (!found) return undefined;
  const [whole, word] = found as unknown as [string, string];
  return bytes.subarray(bytesAt[whole.length - word.length], bytesAt[whole.length]);
}
