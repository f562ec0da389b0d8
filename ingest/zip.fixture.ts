import { crc32, deflateRawSync } from 'node:zlib';

/** A member as an archive would have it, with what a hostile one says instead. */
export interface Packed {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  readonly stored?: boolean;
  /** Bit 0 encrypted, bit 11 name in UTF-8. */
  readonly flags?: number;
  readonly mode?: number;
  readonly crc?: number;
  /** The size that it says it has. */
  readonly size?: number;
  /** Bytes as they stand, already deflated. */
  readonly deflated?: Buffer;
  readonly extra?: Buffer;
}

function fields(one: Packed) {
  const content = Buffer.from(one.content ?? '');
  const data = one.deflated ?? (one.stored ? content : deflateRawSync(content));
  return {
    name: Buffer.from(one.name),
    data,
    method: one.stored ? 0 : 8,
    crc: one.crc ?? crc32(content),
    size: one.size ?? content.length,
    flags: one.flags ?? 0x800,
    mode: one.mode ?? 0o100644,
    extra: one.extra ?? Buffer.alloc(0),
  };
}
type Fields = ReturnType<typeof fields>;

function common({ flags, method, crc, data, size, name, extra }: Fields): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(flags, 2);
  bytes.writeUInt16LE(method, 4);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(data.length, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(name.length, 22);
  bytes.writeUInt16LE(extra.length, 24);
  return bytes;
}

function listing(one: Fields, offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(one.mode * 2 ** 16, 6);
  tail.writeUInt32LE(offset, 10);
  const made = Buffer.from([0x50, 0x4b, 1, 2, 20, 3]);
  return Buffer.concat([made, common(one), tail, one.name, one.extra]);
}

/** An archive, byte by byte. `shared`: every member's data stands where the first one's does. */
export function zip(members: readonly Packed[], { shared = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const lists: Buffer[] = [];
  let offset = 0;
  for (const [at, one] of members.map(fields).entries()) {
    lists.push(listing(one, shared ? 0 : offset));
    if (shared && at > 0) continue;
    const local = Buffer.concat([
      Buffer.from([0x50, 0x4b, 3, 4]),
      common(one),
      one.name,
      one.extra,
      one.data,
    ]);
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(lists);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
