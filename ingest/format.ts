import { createReadStream } from 'node:fs';
import { memberNames } from './archive.ts';
import { type FileProblem, readHead } from './bytes.ts';
import { compoundKind } from './compound.ts';
import type { Format } from './reader.ts';
import { foreignOf, isCompound, isJson, isZip, wideEncoding } from './signature.ts';

const headBytes = 1 << 16;
/** Where the first message of a file must begin. */
const messageWithin = 16 << 20;

/** What a file is, by its bytes and never by its name. */
export async function detect(path: string, size: number): Promise<Format | FileProblem> {
  if (size === 0) return { id: 'empty_file', value: '' };
  const head = await readHead(path, Math.min(size, headBytes));
  if (isZip(head)) return archiveFormat(path);
  if (isCompound(head)) return compoundKind(path, size);
  const format = detectText(head, size <= headBytes);
  if (typeof format === 'string' || format.id !== 'xml_unknown') return format;
  return (await holdsMessage(path)) ? 'ceb' : format;
}

/** The same for a file that came out of an archive: archives in archives are not opened. */
export async function detectMember(path: string, size: number, name: string): Promise<Format | FileProblem> {
  const format = await detect(path, size);
  return format === 'zip' ? { id: 'archive_in_archive', value: name } : format;
}

/** What the first bytes of a file that is no archive say. */
export function detectText(head: Buffer, isWhole: boolean): Format | FileProblem {
  const wide = wideEncoding(head);
  const known = wide ? undefined : foreignOf(head);
  if (known) return { id: known.packed ? 'packed_otherwise' : 'not_text', value: known.words };
  if (!wide && head.includes(0)) return { id: 'not_text', value: '二进制 / binary' };
  const text = new TextDecoder(wide ?? 'utf-8').decode(head, { stream: !isWhole });
  const start = text.trimStart();
  if (start.startsWith('<')) return wide ? { id: 'not_text', value: 'UTF-16 XML/HTML' } : markup(start);
  if (!isJson(start)) return 'csv';
  if (wide) return { id: 'not_text', value: 'UTF-16 JSON' };
  return isObjectALine(start) ? 'ndjson' : 'json';
}

const htmlElements = new Set(
  'html head body table meta title style script div center form font span p br link base tr td'.split(' '),
);

function markup(start: string): Format | FileProblem {
  const { name, attributes } = rootElement(start);
  const local = name.slice(name.indexOf(':') + 1);
  if (/^CEB\d{3}Message$/.test(local)) return 'ceb';
  // The workbook of Excel 2003 in XML: the reader of old workbooks reads it.
  if (local === 'Workbook' && attributes.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'xls';
  if (htmlElements.has(local.toLowerCase()) || /^<!doctype\s+html/i.test(start)) return 'html';
  // A text that merely begins with "<" has no element.
  return name === '' && !/^<[?!]/.test(start) ? 'csv' : { id: 'xml_unknown', value: local.slice(0, 80) };
}

/** The first element, after declarations, comments and processing instructions. */
function rootElement(start: string): { name: string; attributes: string } {
  let at = 0;
  for (;;) {
    const rest = start.slice(at);
    const skipped = /^\s*(<\?.*?\?>|<!--.*?-->|<![a-z][^[>]*(\[.*?\]\s*)?>)/is.exec(rest);
    if (!skipped) break;
    at += skipped[0].length;
  }
  const root = /^\s*<([\p{L}_][\p{L}\p{N}_.:-]*)([^>]*)/u.exec(start.slice(at));
  return { name: root?.[1] ?? '', attributes: root?.[2] ?? '' };
}

async function holdsMessage(path: string): Promise<boolean> {
  let before = '';
  const chunks: AsyncIterable<Buffer> = createReadStream(path, {
    end: messageWithin,
    highWaterMark: headBytes,
  });
  for await (const chunk of chunks) {
    const text = before + chunk.toString('latin1');
    if (/<([\w.-]+:)?CEB\d{3}Message[\s/>]/.test(text)) return true;
    before = text.slice(-100);
  }
  return false;
}

/** The first line is an object and another one follows. */
function isObjectALine(start: string): boolean {
  const end = start.indexOf('\n');
  if (end < 0 || !start.slice(end).trimStart().startsWith('{')) return false;
  try {
    return typeof JSON.parse(start.slice(0, end)) === 'object';
  } catch {
    return false;
  }
}

async function archiveFormat(path: string): Promise<Format | FileProblem> {
  const names = await memberNames(path, 1000);
  if (!Array.isArray(names)) return names;
  const has = (name: string) => names.some((one) => one.toLowerCase() === name);
  const below = (folder: string) => names.some((one) => one.toLowerCase().startsWith(folder));
  if (names.length === 0) return { id: 'archive_empty', value: '' };
  if (has('mimetype') && has('content.xml'))
    return { id: 'not_text', value: 'ODS/ODT文档 / OpenDocument file' };
  if (!has('[content_types].xml')) return 'zip';
  if (has('xl/workbook.bin'))
    return { id: 'not_text', value: 'Excel二进制工作簿 / Excel binary workbook (XLSB)' };
  if (below('xl/workbook')) return 'xlsx';
  if (below('word/')) return { id: 'not_text', value: 'Word文档 / Word document' };
  if (below('ppt/')) return { id: 'not_text', value: 'PowerPoint演示文稿 / PowerPoint presentation' };
  return 'zip';
}
