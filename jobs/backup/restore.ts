import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../catalogue/refusal.ts';
import { syncFolder } from '../../ingest/land.ts';
import { recordAudit } from '../../warehouse/audit.ts';
import { openPostgres } from '../../warehouse/postgres.ts';
import { listReleases } from '../../warehouse/releases.ts';
import { giveUpWaiting, restoreDatabase } from '../../warehouse/restoring.ts';
import { isOutOfSpace } from '../disk.ts';
import { openProgram } from '../program.ts';
import { unopenedSecrets } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import { type Examined, examine } from './examine.ts';
import { keyFiles } from './manifest.ts';
import { unpack } from './unpack.ts';

export interface RestoreResult {
  /** When the backup was taken, and by which version. */
  readonly taken_at: string;
  readonly program: string;
  readonly parts: number;
  readonly releases: number;
  /** Files that were missing already when the backup was written. */
  readonly missing: readonly string[];
  /** Sources whose secret cannot be opened with the keys that are here. */
  readonly secrets_without_key: readonly string[];
  /** Mails that waited to be sent, and are not sent any more. */
  readonly mails_given_up: number;
}

/**
 * Makes an empty data folder and an empty database what they were when the backup was taken, then brings them to this
 * version. Every part is compared with the manifest first; what goes wrong later leaves folder and database empty.
 */
export async function restore(settings: Settings, file: string, now: Date): Promise<RestoreResult> {
  const examined = await examine(file);
  await refuseFilled(settings.dataDir, examined);
  await bringBack(settings, file, examined);
  const program = await openProgram(settings);
  try {
    const { head, manifest } = examined;
    const audited = { account: 'cli', kind: 'act', act: 'restore', outcome: 'done' } as const;
    await recordAudit(program.database, { at: now, target: head.taken_at, ...audited });
    return {
      taken_at: head.taken_at,
      program: head.program,
      parts: manifest.parts.length,
      releases: (await listReleases(program.database)).length,
      missing: manifest.missing,
      secrets_without_key: await unopenedSecrets(program),
      mails_given_up: await giveUpWaiting(program.database, now),
    };
  } finally {
    await program.close();
  }
}

/** What may be there before: files that people put there, and an embedded database, which is looked at by itself. */
const bystanders = new Set(['tmp', 'inbox', 'postgres', ...keyFiles]);

async function refuseFilled(dataDir: string, { manifest }: Examined): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const brought = new Set(manifest.parts.map(({ name }) => name.split('/')[1]));
  const inTheWay = names.filter((name) => !bystanders.has(name) || brought.has(name));
  if (inTheWay.length === 0) return;
  throw new Refusal(
    'wrong_state',
    {
      zh: `数据目录“${dataDir}”不是空的（${inTheWay.join('、')}），恢复不会覆盖已有数据：请用PARKSTAT_DATA指定空目录`,
      en: `The data folder "${dataDir}" is not empty (${inTheWay.join(', ')}), and restoring never writes over data: name an empty folder in PARKSTAT_DATA`,
    },
    { names: inTheWay },
  );
}

/** Files wait in a temporary place and get their names last, just before the database is committed. */
async function bringBack(settings: Settings, file: string, examined: Examined): Promise<void> {
  const { dataDir, databaseUrl } = settings;
  const waiting = join(dataDir, 'tmp', `restore-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(waiting, { recursive: true });
  const placed: string[] = [];
  try {
    const postgres = await openPostgres({ dataDir, databaseUrl: databaseUrl ?? undefined });
    try {
      await restoreDatabase(postgres.connection, examined.head, async (filling) => {
        await unpack(file, examined, waiting, filling);
        await pointSite(waiting, examined);
        for (const name of await readdir(waiting)) {
          await rename(join(waiting, name), join(dataDir, name));
          placed.push(join(dataDir, name));
        }
        await syncFolder(dataDir);
      });
    } finally {
      await postgres.close();
    }
  } catch (error) {
    for (const path of placed) await rm(path, { recursive: true, force: true });
    throw isOutOfSpace(error) ? diskFull(dataDir, error) : error;
  } finally {
    await rm(waiting, { recursive: true, force: true });
  }
}

async function pointSite(waiting: string, { head, manifest }: Examined): Promise<void> {
  if (head.site === null) return;
  if (!manifest.parts.some(({ name }) => name.startsWith(`files/site/${head.site}/`))) return;
  await symlink(head.site, join(waiting, 'site', 'current'));
}

function diskFull(dataDir: string, cause: unknown): Refusal {
  return new Refusal(
    'disk_full',
    {
      zh: `“${dataDir}”所在磁盘已满，未恢复任何数据：请腾出空间或用PARKSTAT_DATA换一处再试`,
      en: `The disk of "${dataDir}" is full, nothing was restored: free some space, or name another place in PARKSTAT_DATA`,
    },
    {},
    { cause },
  );
}
