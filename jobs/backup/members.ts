import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TarMember } from '../../engine/tar.ts';
import type { CopiedTable, DatabaseCopy } from '../../warehouse/copies.ts';
import { type Head, headName, type Manifest, manifestName, type Part } from './manifest.ts';

/** What a backup is made of; `parts` and `missing` fill while it is written. */
export interface Contents {
  readonly dataDir: string;
  readonly head: Head;
  readonly copy: DatabaseCopy;
  /** For each file the places where it may stand, below the data folder. */
  readonly files: readonly (readonly string[])[];
  readonly parts: Part[];
  readonly missing: string[];
}

/** Rows of a table stand in parts of about this size, so that none has to be on a disk or in memory as a whole. */
const pieceBytes = 8 << 20;

/** Head, database, files, and last the manifest with the SHA-256 of each part. */
export async function* membersOf(contents: Contents): AsyncGenerator<TarMember> {
  const { head, copy, parts, missing } = contents;
  yield textMember(headName, head);
  for (const table of copy.tables) yield* hashed(tableMembers(copy, table), parts);
  yield* hashed(fileMembers(contents), parts);
  yield textMember(manifestName, { parts, missing } satisfies Manifest);
}

function textMember(name: string, value: unknown): TarMember {
  const content = Buffer.from(`${JSON.stringify(value)}\n`);
  return { name, bytes: content.length, content: [content] };
}

async function* hashed(members: AsyncIterable<TarMember>, parts: Part[]): AsyncGenerator<TarMember> {
  for await (const { name, bytes, content } of members) {
    const hash = createHash('sha256');
    const through = async function* () {
      for await (const chunk of content) {
        hash.update(chunk);
        yield chunk;
      }
    };
    yield { name, bytes, content: through() };
    parts.push({ name, bytes, sha256: hash.digest('hex') });
  }
}

async function* tableMembers(copy: DatabaseCopy, table: CopiedTable): AsyncGenerator<TarMember> {
  let number = 0;
  for await (const piece of wholeRows(copy.rows(table))) {
    number += 1;
    const name = `database/${table.name}/${String(number).padStart(6, '0')}.copy`;
    yield { name, bytes: piece.length, content: [piece] };
  }
}

const lineEnd = 0x0a;

/** Cut where a row ends: in COPY's text format a line end within a value is written otherwise. */
async function* wholeRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineEnd) + 1;
    if (bytes + end >= pieceBytes && end > 0) {
      yield Buffer.concat([...held, chunk.subarray(0, end)]);
      held = [chunk.subarray(end)];
      bytes = chunk.length - end;
    } else {
      held.push(chunk);
      bytes += chunk.length;
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}

async function* fileMembers({ dataDir, files, missing }: Contents): AsyncGenerator<TarMember> {
  for (const paths of files) {
    const found = await openFirst(dataDir, paths);
    if (!found) {
      missing.push(paths[0] as string);
      continue;
    }
    try {
      const { size } = await found.handle.stat();
      const content = size === 0 ? [] : found.handle.createReadStream({ end: size - 1, autoClose: false });
      yield { name: `files/${found.path}`, bytes: size, content };
    } finally {
      await found.handle.close();
    }
  }
}

async function openFirst(
  dataDir: string,
  paths: readonly string[],
): Promise<{ path: string; handle: FileHandle } | undefined> {
  for (const path of paths) {
    try {
      return { path, handle: await open(join(dataDir, path), 'r') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}
