import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TarMember } from '../../engine/tar.ts';
import type { Filling } from '../../warehouse/restoring.ts';
import { type Examined, isSame, readBackup } from './examine.ts';
import { altered, headName, keyFiles, manifestName, placeOf, tableOf } from './manifest.ts';

/** Rows into the database, files below a folder. The file is read a second time, and so compared a second time. */
export async function unpack(
  file: string,
  { head, manifest }: Examined,
  folder: string,
  filling: Filling,
): Promise<void> {
  let at = 0;
  await readBackup(file, async (members) => {
    for await (const member of members) {
      if (member.name === headName || member.name === manifestName) continue;
      const { name, bytes } = member;
      const { content, sha256 } = watched(member);
      const table = head.tables.find((one) => one.name === tableOf(name));
      if (table) await filling.fill(table, content);
      else await writeFile(join(folder, placeOf(name)), content);
      if (!isSame({ name, bytes, sha256: sha256() }, manifest.parts[at])) throw altered(name);
      at += 1;
    }
  });
  if (at !== manifest.parts.length) throw altered('parts');
}

function watched({ content }: TarMember): { content: AsyncIterable<Buffer>; sha256: () => string } {
  const hash = createHash('sha256');
  const through = async function* () {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  };
  return { content: through(), sha256: () => hash.digest('hex') };
}

async function writeFile(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const isKey = keyFiles.some((name) => path.endsWith(`/${name}`));
  await pipeline(
    content,
    createWriteStream(path, { flags: 'wx', flush: true, ...(isKey ? { mode: 0o600 } : {}) }),
  );
}
