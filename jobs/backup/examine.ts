import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { Refusal } from '../../catalogue/refusal.ts';
import { readTar, type TarMember } from '../../engine/tar.ts';
import { knownMigrations } from '../../warehouse/migrate.ts';
import {
  altered,
  form,
  type Head,
  headName,
  type Manifest,
  manifestName,
  type Part,
  placeOf,
  tableOf,
} from './manifest.ts';

export interface Examined {
  readonly head: Head;
  readonly manifest: Manifest;
}

const mostHeadBytes = 4 << 20;
const mostManifestBytes = 512 << 20;

/** Hands the members of a backup to `work`, one after the other. */
export async function readBackup(
  file: string,
  work: (members: AsyncIterable<TarMember>) => Promise<void>,
): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile())
    throw new Refusal('file_unreadable', {
      zh: `找不到备份文件“${file}”，请核对路径`,
      en: `There is no backup "${file}": check the path`,
    });
  try {
    await pipeline(createReadStream(file), createZstdDecompress(), (source: AsyncIterable<Buffer>) =>
      work(readTar(source)),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw /^(ZSTD_|Z_)/.test(String(code)) ? altered('compression') : error;
  }
}

/** Reads the whole file and compares every part with the manifest, before anything is touched. */
export async function examine(file: string): Promise<Examined> {
  const parts: Part[] = [];
  let head: Head | undefined;
  let manifest: Manifest | undefined;
  await readBackup(file, async (members) => {
    for await (const member of members) {
      if (manifest) throw altered('after the manifest');
      if (!head) head = await readHead(member);
      else if (member.name === manifestName) manifest = await readJson(member, mostManifestBytes);
      else parts.push(await readPart(member, head));
    }
  });
  if (!head || !manifest) throw altered('manifest');
  const wrong = parts.findIndex((part, at) => !isSame(part, manifest?.parts[at]));
  if (wrong >= 0) throw altered(parts[wrong]?.name ?? '');
  if (parts.length !== manifest.parts.length) throw altered('parts');
  if (new Set(parts.map(({ name }) => name)).size !== parts.length) throw altered('names');
  return { head, manifest };
}

export function isSame(one: Part, other: Part | undefined): boolean {
  return one.name === other?.name && one.bytes === other.bytes && one.sha256 === other.sha256;
}

async function readPart({ name, bytes, content }: TarMember, head: Head): Promise<Part> {
  const table = tableOf(name);
  if (table === undefined) placeOf(name);
  else if (!head.tables.some((one) => one.name === table)) throw altered(name);
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return { name, bytes, sha256: hash.digest('hex') };
}

async function readHead(member: TarMember): Promise<Head> {
  if (member.name !== headName) throw altered('head');
  const head: Head = await readJson(member, mostHeadBytes);
  const known = await knownMigrations();
  const newer = head.migrations.filter((name) => !known.includes(name));
  if (head.form !== form || newer.length) throw writtenByNewer(head, newer);
  if (head.migrations.some((name, at) => name !== known[at])) throw altered('migrations');
  if (head.site !== null) placeOf(`files/site/${head.site}`);
  return head;
}

function writtenByNewer({ program }: Head, newer: readonly string[]): Refusal {
  return new Refusal(
    'wrong_state',
    {
      zh: `备份由较新版本（${program}）写成，本版本读不了：请先升级程序`,
      en: `The backup was written by a newer version (${program}) than this one: upgrade the program first`,
    },
    { migrations: newer },
  );
}

async function readJson<T>({ bytes, content, name }: TarMember, most: number): Promise<T> {
  if (bytes > most) throw altered(name);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw altered(name);
  }
}
