import { type FileHandle, open } from 'node:fs/promises';
import type { FileProblem } from './bytes.ts';

const endOfChain = 0xfffffffa;
const noEntry = 0xffffffff;
/** Directories of office documents have some dozens of entries. */
const mostSectors = 1024;
const mostEntries = 20_000;

/** What a compound file (OLE) holds, told by the names in its root folder. */
export async function compoundKind(path: string, size: number): Promise<'xls' | FileProblem> {
  const names = await rootNames(path, size);
  if (!names) return { id: 'archive_damaged', value: 'XLS' };
  const has = (...some: string[]) => some.some((name) => names.has(name));
  if (has('EncryptedPackage', 'EncryptionInfo')) return { id: 'password_needed', value: 'XLSX' };
  if (has('Workbook', 'Book')) return 'xls';
  if (has('WordDocument')) return { id: 'not_text', value: 'Word文档 / Word document' };
  if (has('PowerPoint Document'))
    return { id: 'not_text', value: 'PowerPoint演示文稿 / PowerPoint presentation' };
  if (has('__properties_version1.0')) return { id: 'not_text', value: 'Outlook邮件 / Outlook message' };
  return { id: 'not_text', value: 'Office旧格式文件 / old Office file' };
}

/** Names of the entries in the root folder; undefined when the file is damaged. */
async function rootNames(path: string, size: number): Promise<Set<string> | undefined> {
  const handle = await open(path, 'r');
  try {
    const header = await bytesAt(handle, 0, 512);
    const shift = header.length === 512 ? header.readUInt16LE(30) : 0;
    if (shift !== 9 && shift !== 12) return undefined;
    const sectorBytes = 1 << shift;
    const sector = (at: number) =>
      (at + 1) * sectorBytes < size ? bytesAt(handle, (at + 1) * sectorBytes, sectorBytes) : Buffer.alloc(0);
    const directory: Buffer[] = [];
    let at = header.readUInt32LE(48);
    while (at < endOfChain && directory.length < mostSectors) {
      const bytes = await sector(at);
      if (bytes.length < sectorBytes) return undefined;
      directory.push(bytes);
      const next = await nextSector(header, sector, at, sectorBytes);
      if (next === undefined) return undefined;
      at = next;
    }
    return namesBelowRoot(Buffer.concat(directory));
  } finally {
    await handle.close();
  }
}

type ReadSector = (at: number) => Promise<Buffer> | Buffer;

async function nextSector(
  header: Buffer,
  sector: ReadSector,
  at: number,
  sectorBytes: number,
): Promise<number | undefined> {
  const perSector = sectorBytes / 4;
  const table = await tableSector(header, sector, Math.floor(at / perSector), sectorBytes);
  if (table === undefined) return undefined;
  const bytes = await sector(table);
  return bytes.length < sectorBytes ? undefined : bytes.readUInt32LE((at % perSector) * 4);
}

const listedInHeader = 109;

/** Where a part of the table of sectors stands: listed in the header, or for large files in a chain of lists. */
async function tableSector(
  header: Buffer,
  sector: ReadSector,
  wanted: number,
  sectorBytes: number,
): Promise<number | undefined> {
  if (wanted < listedInHeader) return header.readUInt32LE(76 + wanted * 4);
  const perList = sectorBytes / 4 - 1;
  let rest = wanted - listedInHeader;
  let at = header.readUInt32LE(68);
  for (let hops = 0; at < endOfChain && hops < mostSectors; hops++) {
    const list = await sector(at);
    if (list.length < sectorBytes) return undefined;
    if (rest < perList) return list.readUInt32LE(rest * 4);
    rest -= perList;
    at = list.readUInt32LE(sectorBytes - 4);
  }
  return undefined;
}

/** Entries of a folder are a tree of siblings. */
function namesBelowRoot(directory: Buffer): Set<string> | undefined {
  if (directory.length < 128) return undefined;
  const names = new Set<string>();
  const seen = new Set<number>();
  const open = [directory.readUInt32LE(76)];
  while (open.length && seen.size < mostEntries) {
    const at = open.pop() as number;
    if (at === noEntry || seen.has(at)) continue;
    seen.add(at);
    const entry = directory.subarray(at * 128, at * 128 + 128);
    if (entry.length < 128) return undefined;
    const bytes = Math.min(64, entry.readUInt16LE(64));
    names.add(entry.toString('utf16le', 0, Math.max(0, bytes - 2)));
    open.push(entry.readUInt32LE(68), entry.readUInt32LE(72));
  }
  return names;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
