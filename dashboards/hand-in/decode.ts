/** What a file's bytes are, as far as a browser must know before it reads them as text. */
export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le' | 'utf-16be';

const binary = [
  '504b',
  'd0cf11e0',
  '25504446',
  '89504e47',
  'ffd8ff',
  '47494638',
  '1f8b',
  '377abcaf',
  '52617221',
];

/**
 * BOM, strict UTF-8, GB18030, UTF-16, in this order: GB18030 takes most UTF-8 without complaint. Null for what is no
 * delimited text: workbooks, archives, messages, JSON. Those only the server reads.
 */
export async function encodingOf(file: Blob): Promise<TextEncoding | null> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const hex = [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (binary.some((start) => hex.startsWith(start))) return null;
  const marked = markedEncoding(hex) ?? unmarkedUtf16(head);
  if (marked) return marked;
  const start = new TextDecoder('latin1').decode(head).trimStart();
  if (/^(<|\{|\[\s*[{[])/.test(start)) return null;
  if (await decodes(file, 'utf-8')) return 'utf-8';
  return (await decodes(file, 'gb18030')) ? 'gb18030' : null;
}

function markedEncoding(hex: string): TextEncoding | undefined {
  if (hex.startsWith('efbbbf')) return 'utf-8-bom';
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  return undefined;
}

/** Text in which every other byte is zero, most of the time: separators and digits are ASCII. */
function unmarkedUtf16(head: Uint8Array): TextEncoding | undefined {
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < head.length / 8) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

async function decodes(file: Blob, label: string): Promise<boolean> {
  const decoder = new TextDecoder(label, { fatal: true });
  try {
    for await (const chunk of chunks(file))
      if (decoder.decode(chunk, { stream: true }).includes('\0')) return false;
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

const chunkBytes = 1 << 20;

/** By slices: not every browser iterates over a stream. */
async function* chunks(file: Blob): AsyncIterable<Uint8Array> {
  for (let from = 0; from < file.size; from += chunkBytes)
    yield new Uint8Array(await file.slice(from, from + chunkBytes).arrayBuffer());
}

/** The text in pieces, and how much of the file each piece ends. A byte order mark is no part of it. */
export async function* decoded(
  file: Blob,
  encoding: TextEncoding,
): AsyncIterable<{ readonly text: string; readonly share: number }> {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding);
  let read = 0;
  for await (const chunk of chunks(file)) {
    read += chunk.length;
    yield { text: decoder.decode(chunk, { stream: true }), share: read / file.size };
  }
  yield { text: decoder.decode(), share: 1 };
}
