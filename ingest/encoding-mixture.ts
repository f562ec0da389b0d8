import { isAscii, isUtf8 } from 'node:buffer';

export class MixedEncoding extends Error {
  readonly line: number;
  constructor(line: number) {
    super('mixed encoding');
    this.line = line;
  }
}

/** Passes bytes on, and throws at the first line that is Chinese in UTF-8 among lines that are not, or the reverse. */
export async function* inOneEncoding(chunks: AsyncIterable<Buffer>) {
  const seen = { utf8: false, other: false };
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for await (const chunk of chunks) {
    const whole = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = whole.indexOf(0x0a); at >= 0; at = whole.indexOf(0x0a, from)) {
      line += 1;
      noteEncoding(seen, whole.subarray(from, at), line);
      from = at + 1;
    }
    rest = whole.subarray(from);
    yield chunk;
  }
  noteEncoding(seen, rest, line + 1);
}

function noteEncoding(seen: { utf8: boolean; other: boolean }, bytes: Buffer, line: number): void {
  if (!isUtf8(bytes)) seen.other = true;
  else if (!isAscii(bytes)) {
    const foreign = bytes.toString().match(/[^\0-\x7f]/gu) ?? [];
    // GB18030 passes for UTF-8 now and then.
    if (isChineseUtf8(foreign, bytes)) seen.utf8 = true;
    else if (!foreign.some(isChinese) && isGb2312(bytes)) seen.other = true;
  }
  if (seen.utf8 && seen.other) throw new MixedEncoding(line);
}

const isChinese = (character: string) => /[\u3000-\u9fff\uff00-\uffef]/.test(character);

/**
 * No GB18030 is four Chinese characters in UTF-8 and nothing else foreign; or common characters in UTF-8 where it would
 * itself be rare ones.
 */
function isChineseUtf8(foreign: readonly string[], bytes: Buffer): boolean {
  if (!foreign.every(isChinese)) return false;
  return foreign.length >= 4 || (foreign.every(isCommon) && !isGb2312(bytes));
}

let common: ReadonlySet<string> | undefined;

/** One of the 3755 characters of level one, or a sign of GB2312. */
function isCommon(character: string): boolean {
  common ??= new Set([...rows(0xa1, 0xa3), ...rows(0xb0, 0xd7)]);
  return common.has(character);
}

function rows(from: number, to: number): string {
  const pairs = Array.from({ length: (to - from + 1) * 94 }, (_, at) => [
    from + Math.floor(at / 94),
    0xa1 + (at % 94),
  ]);
  return new TextDecoder('gb18030').decode(Uint8Array.from(pairs.flat()));
}

/** Only pairs of GB2312, the everyday part of GB18030, among plain bytes. */
function isGb2312(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    const isPair = (lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xf7);
    if (!isPair || trail < 0xa1 || trail === 0xff) return false;
    at += 1;
  }
  return true;
}
