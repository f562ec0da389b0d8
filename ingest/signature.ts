/** What a file is that is neither a table nor a message, told by its first bytes. `packed`: there may be tables in it. */
export interface Foreign {
  /** In the words of a clerk, Chinese first. */
  readonly words: string;
  readonly packed: boolean;
}

const document = (words: string): Foreign => ({ words, packed: false });
const packed = (words: string): Foreign => ({ words, packed: true });

/** Bytes in hexadecimal at the beginning of a file. */
const foreign: readonly (readonly [string, Foreign])[] = [
  ['25504446', document('PDF文档 / PDF document')],
  ['89504e47', document('PNG图片 / PNG picture')],
  ['ffd8ff', document('JPEG图片 / JPEG picture')],
  ['47494638', document('GIF图片 / GIF picture')],
  ['49492a00', document('TIFF图片 / TIFF picture')],
  ['4d4d002a', document('TIFF图片 / TIFF picture')],
  ['52494646', document('图片或音像 / picture or sound')],
  ['7b5c727466', document('RTF文档 / RTF document')],
  ['7f454c46', document('程序 / program')],
  ['4d5a90', document('程序 / program')],
  ['50415231', document('Parquet数据 / Parquet data')],
  ['53514c69746520666f726d61742033', document('SQLite数据库 / SQLite database')],
  ['000100005374616e64617264', document('Access数据库 / Access database')],
  ['4d494d452d56657273696f6e', document('单个文件网页 / single-file web page')],
  ['52617221', packed('RAR')],
  ['377abcaf271c', packed('7Z')],
  ['1f8b', packed('GZIP')],
  ['425a68', packed('BZIP2')],
  ['fd377a585a00', packed('XZ')],
  ['28b52ffd', packed('ZSTD')],
  ['4d534346', packed('CAB')],
];

export function foreignOf(head: Buffer): Foreign | undefined {
  const hex = head.subarray(0, 16).toString('hex');
  const known = foreign.find(([signature]) => hex.startsWith(signature))?.[1];
  if (known) return known;
  // A tar archive says so in the middle of its first block.
  return head.subarray(257, 262).toString('latin1') === 'ustar' ? packed('TAR') : undefined;
}

/** What the first bytes say a file is, when that is not delimited text. */
export function notDelimited(head: Buffer): string | undefined {
  if (isZip(head)) return 'XLSX/ZIP';
  if (isCompound(head)) return 'XLS/DOC';
  const known = foreignOf(head);
  if (known) return known.words;
  const start = head
    .subarray(0, 256)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<?xml') || start.startsWith('<ceb')) return 'XML';
  if (start.startsWith('<!doctype') || start.startsWith('<html') || start.startsWith('<table')) return 'HTML';
  return isJson(start) ? 'JSON' : undefined;
}

/** `PK` and the mark of a member, or of the end of an archive without any. */
export function isZip(head: Buffer): boolean {
  return ['504b0304', '504b0506', '504b0708'].includes(head.subarray(0, 4).toString('hex'));
}

/** The folder in a file that XLS, ET, DOC and encrypted workbooks are. */
export function isCompound(head: Buffer): boolean {
  return head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1';
}

/** A first cell may be in braces or brackets; JSON goes on as no cell does. */
export function isJson(start: string): boolean {
  return /^\s*(\{\s*["}]|\[\s*[[{\]])/.test(start) || /^\s*\{\s*$/.test(start);
}

const marks = new Set([',', ';', '|', '\t'].map((mark) => mark.charCodeAt(0)));

/**
 * UTF-16 by its byte order mark, else by the zero bytes of separators, digits and line ends: they all stand at odd places
 * (little end first) or all at even ones.
 */
export function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const start = head.subarray(0, 4).toString('hex');
  if (start === 'fffe0000' || start === '0000feff') return undefined;
  if (start.startsWith('fffe')) return 'utf-16le';
  if (start.startsWith('feff')) return 'utf-16be';
  if (!head.includes(0)) return undefined;
  const zeros = [0, 0];
  const separators = [0, 0];
  for (let at = 0; at + 1 < head.length; at += 2) {
    const [first, second] = [head[at] as number, head[at + 1] as number];
    if (first === 0) zeros[0] = (zeros[0] as number) + 1;
    if (second === 0) zeros[1] = (zeros[1] as number) + 1;
    if (first === 0 && marks.has(second)) separators[0] = (separators[0] as number) + 1;
    if (second === 0 && marks.has(first)) separators[1] = (separators[1] as number) + 1;
  }
  const side = zeros[0] === 0 ? 1 : zeros[1] === 0 ? 0 : undefined;
  // A table is full of separators and digits; a stray zero byte is no table.
  if (side === undefined || (separators[side] as number) < 2) return undefined;
  if ((zeros[side] as number) * 8 < head.length) return undefined;
  return side === 1 ? 'utf-16le' : 'utf-16be';
}
