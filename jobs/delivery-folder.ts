import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { total } from '../catalogue/mode.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { documentsOf, noteDelivered, type Undelivered, undelivered } from '../warehouse/folder-deliveries.ts';
import { readReport } from '../warehouse/report-files.ts';
import type { Program } from './program.ts';

export interface FolderResult {
  readonly releases: number;
  readonly documents: number;
}

/**
 * Copies the documents of releases into the folder of delivery, `2026-10/2026-10.1/` with a list of checksums: a release's
 * folder appears complete or not at all. What it has, it is not given again; while it is away nothing is lost, the next
 * look catches up.
 */
export async function deliverToFolder(program: Program, now: Date): Promise<FolderResult> {
  const folder = program.settings.deliveryFolder;
  if (folder === null) return { releases: 0, documents: 0 };
  const due = await undelivered(program.database, folder);
  if (due.length) await refuseAway(folder);
  let documents = 0;
  for (const one of due) documents += await deliverRelease(program, folder, one, now);
  return { releases: due.length, documents };
}

/** Never made here: below a share that is not mounted it would fill this machine's own disk. */
async function refuseAway(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new Refusal(
    'configuration',
    {
      zh: `PARKSTAT_DELIVERY_FOLDER指定的目录“${folder}”不存在或无法访问；恢复后自动补送`,
      en: `The folder "${folder}" of PARKSTAT_DELIVERY_FOLDER cannot be reached; what is missing is copied as soon as it can`,
    },
    { folder },
  );
}

async function deliverRelease(
  { database }: Program,
  folder: string,
  { release, period, list_sha256 }: Undelivered,
  now: Date,
): Promise<number> {
  const month = join(folder, period);
  await mkdir(month, { recursive: true });
  await sweep(month, release);
  const making = join(month, `.${release}-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(making);
  try {
    const list: string[] = [];
    for (const document of await documentsOf(database, release)) {
      const { park, format, language, sha256 } = document;
      const name = `${release}${park === total ? '' : `.${park}`}.${language}.${format}`;
      const content = await readReport(database, { release, park, format, language });
      await write(join(making, name), content ?? '');
      list.push(`${sha256}  ${name}`);
    }
    await write(join(making, 'SHA256SUMS'), `${list.join('\n')}\n`);
    await putInPlace(making, join(month, release));
    await noteDelivered(database, {
      ...{ release_id: release, folder, list_sha256, documents: list.length, delivered_at: now },
    });
    return list.length;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** What a program that died left behind. */
async function sweep(month: string, release: string): Promise<void> {
  for (const name of await readdir(month))
    if (name.startsWith(`.${release}-`)) await rm(join(month, name), { recursive: true, force: true });
}

async function write(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where there is one already, it was written when the release had fewer documents, or by hand: it makes room. */
async function putInPlace(made: string, place: string): Promise<void> {
  const old = `${made}-old`;
  await rename(place, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(made, place);
  await rm(old, { recursive: true, force: true });
}
