const sectorBytes = 512;
const [free, endOfChain, noEntry] = [0xffffffff, 0xfffffffe, 0xffffffff];

function entry(name: string, type: number, right: number, child: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 0, 'utf16le');
  bytes.writeUInt16LE(Buffer.byteLength(name, 'utf16le') + 2, 64);
  bytes[66] = type;
  for (const [at, value] of [noEntry, right, child].entries()) bytes.writeUInt32LE(value, 68 + at * 4);
  return bytes;
}

/** Entries below the root as a chain of siblings; the last of them may be a folder with entries of its own. */
function directoryOf(names: readonly string[], inner: readonly string[]): Buffer {
  const all = [...names, ...inner];
  const entries = all.map((name, at) => {
    const isLast = at === names.length - 1 || at === all.length - 1;
    const child = at === names.length - 1 && inner.length ? at + 2 : noEntry;
    return entry(name, child === noEntry ? 2 : 1, isLast ? noEntry : at + 2, child);
  });
  const bytes = Buffer.concat([entry('Root Entry', 5, noEntry, 1), ...entries]);
  return Buffer.concat([
    bytes,
    Buffer.alloc(Math.ceil(bytes.length / sectorBytes) * sectorBytes - bytes.length),
  ]);
}

/** A compound file (OLE) with entries of these names and nothing in them; its directory begins at a sector. */
export function compound(names: readonly string[], inner: readonly string[] = [], from = 0): Buffer {
  const directory = directoryOf(names, inner);
  const used = from + directory.length / sectorBytes;
  const perTable = sectorBytes / 4;
  const tables = Math.ceil((used + 200) / perTable);
  const chain = Buffer.alloc(tables * sectorBytes, 0xff);
  for (let at = from; at < used; at++) chain.writeUInt32LE(at + 1 < used ? at + 1 : endOfChain, at * 4);
  const header = Buffer.alloc(sectorBytes, 0);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(from, 48);
  const lists = Buffer.alloc(tables > 109 ? sectorBytes : 0, 0xff);
  header.writeUInt32LE(lists.length ? used + tables : endOfChain, 68);
  if (lists.length) lists.writeUInt32LE(endOfChain, sectorBytes - 4);
  for (let at = 0; at < 109; at++) header.writeUInt32LE(at < tables ? used + at : free, 76 + at * 4);
  for (let at = 109; at < tables; at++) lists.writeUInt32LE(used + at, (at - 109) * 4);
  return Buffer.concat([header, Buffer.alloc(from * sectorBytes), directory, chain, lists]);
}
