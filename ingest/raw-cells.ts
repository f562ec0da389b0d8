/** Where a record's cells lie in the bytes of its block: beginning and end of each, quotes and blanks included. */
export interface RawRecord {
  readonly end: number;
  readonly spans: readonly number[];
}

/** Whole records, nothing of the text left out. */
export interface Block {
  readonly bytes: Buffer;
  readonly records: readonly RawRecord[];
}

const [lineFeed, carriageReturn, quote, space] = [0x0a, 0x0d, 0x22, 0x20];

/**
 * The records of a text that comes in pieces, cut where `records.ts` cuts them. In GB18030 the second byte of a character
 * may look like a separator: characters are passed over whole.
 */
export async function* rawRecords(
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
  isGb18030: boolean,
): AsyncGenerator<Block> {
  const mark = delimiter.charCodeAt(0);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    const block = blockOf(bytes, mark, isGb18030, false);
    rest = bytes.subarray(block.bytes.length);
    yield block;
  }
  if (rest.length) yield blockOf(rest, mark, isGb18030, true);
}

function blockOf(bytes: Buffer, delimiter: number, isGb18030: boolean, isLast: boolean): Block {
  const records: RawRecord[] = [];
  let from = 0;
  while (from < bytes.length) {
    const record = nextRecord(bytes, from, delimiter, isGb18030, isLast);
    if (!record) break;
    records.push(record);
    from = record.end;
  }
  return { bytes: bytes.subarray(0, from), records };
}

/** The record that begins at a byte; undefined when its end has not been seen. */
function nextRecord(
  bytes: Buffer,
  from: number,
  delimiter: number,
  isGb18030: boolean,
  isLast: boolean,
): RawRecord | undefined {
  const spans: number[] = [];
  let start = from;
  // Blanks only so far; text; in quotes; right behind a closing quote.
  let state: 'blank' | 'text' | 'quoted' | 'closed' = 'blank';
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) {
      if (state === 'blank' || state === 'closed') state = 'quoted';
      else if (state === 'quoted') state = 'closed';
    } else if (isGb18030 && byte > 0x80) {
      if (state !== 'quoted') state = 'text';
      at += gbLength(bytes, at) - 1;
    } else if (state === 'quoted') {
      // Whatever it is, it is text.
    } else if (byte === delimiter) {
      spans.push(start, at);
      start = at + 1;
      state = 'blank';
    } else if (byte === lineFeed || byte === carriageReturn) {
      if (byte === carriageReturn && at + 1 === bytes.length && !isLast) return undefined;
      spans.push(start, at);
      return { spans, end: at + (byte === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 1) };
    } else if (state !== 'text' && (state === 'closed' || !isBlank(byte, at > start))) state = 'text';
  }
  if (!isLast) return undefined;
  spans.push(start, bytes.length);
  return { spans, end: bytes.length };
}

/** A cell that begins with a space is blank as long as nothing but blanks follow. */
function isBlank(byte: number, isWithin: boolean): boolean {
  return byte === space || (isWithin && (byte === 0x09 || byte === 0x0b || byte === 0x0c));
}

/** Bytes of the character of GB18030 that begins here with a byte beyond ASCII. */
export function gbLength(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  return second >= 0x30 && second <= 0x39 ? 4 : 2;
}
