import type { Encoding } from '../bytes.ts';

const encodings: Readonly<Record<string, Encoding>> = {
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
};

/** A declaration stands in the first bytes; more of them are not needed to see it. */
const declaration = 200;

/**
 * The text of a member, piece by piece, in the encoding that its first bytes declare; UTF-8 when they declare none. A byte
 * that the encoding does not know becomes U+FFFD, which only costs the message in which it stands.
 */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly text: string; readonly isLast: boolean; readonly encoding: Encoding }> {
  let start: Uint8Array | null = Buffer.alloc(0);
  let encoding: Encoding = 'utf-8';
  let decoder = new TextDecoder();
  for await (const chunk of chunks) {
    if (start) {
      start = Buffer.concat([start, chunk]);
      if (start.length < declaration) continue;
      encoding = encodingOf(start);
      decoder = decoderOf(encoding);
      yield { text: decoder.decode(start, { stream: true }), isLast: false, encoding };
      start = null;
    } else yield { text: decoder.decode(chunk, { stream: true }), isLast: false, encoding };
  }
  if (start) {
    encoding = encodingOf(start);
    decoder = decoderOf(encoding);
  }
  yield { text: decoder.decode(start ?? new Uint8Array()), isLast: true, encoding };
}

function decoderOf(encoding: Encoding): TextDecoder {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding);
}

function encodingOf(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8-bom';
  const head = Buffer.from(start.subarray(0, declaration)).toString('latin1');
  const [, declared] = /<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/i.exec(head) ?? [];
  return encodings[declared?.toLowerCase() ?? ''] ?? 'utf-8';
}
