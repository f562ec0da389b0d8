import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { Refusal } from '../../catalogue/refusal.ts';
import { tarOf } from '../../engine/tar.ts';
import { syncFolder } from '../../ingest/land.ts';
import { copyDatabase, type DatabaseCopy } from '../../warehouse/copies.ts';
import { isOutOfSpace } from '../disk.ts';
import { isAlive, type Program } from '../program.ts';
import { runJob } from '../run-job.ts';
import { form, type Head } from './manifest.ts';
import { type Contents, membersOf } from './members.ts';
import { keyFilesOf, publishedFiles } from './published-files.ts';

export interface BackupOrder {
  /** Absolute; nothing may stand there yet. */
  readonly file: string;
  readonly now: Date;
  /** The key of the sources' secrets goes along: whoever has the file then has the secrets. */
  readonly withKey: boolean;
}

export interface BackupResult {
  readonly runId: string;
  readonly counts: Readonly<Record<'parts' | 'tables' | 'bytes' | 'missing', number>>;
  readonly file: string;
  /** Of the whole file, to be compared after it was carried elsewhere. */
  readonly sha256: string;
  /** Files that the database names and that were not there. */
  readonly missing: readonly string[];
}

/**
 * Writes everything that cannot be made anew into one file, while all others go on working: the database as it is at one
 * instant, then the files that it names, which never change. The file has its name only when it is whole.
 */
export async function backup(program: Program, { file, now, withKey }: BackupOrder): Promise<BackupResult> {
  await refuseTaken(file);
  // Listed first: what was published by then stands in the database's copy as well.
  const files = await publishedFiles(program.settings.dataDir);
  const keys = withKey ? await keyFilesOf(program.settings.dataDir) : [];
  // Begun first: the run's own record is no part of its copy.
  return copyDatabase(program.database, (copy) =>
    runJob(program, 'backup', now.toISOString(), now, async (station) => {
      const contents: Contents = {
        dataDir: program.settings.dataDir,
        head: await headOf(program, copy, now),
        copy,
        files: [...keys.map((path) => [path]), ...copy.files, ...files.map((path) => [path])],
        parts: [],
        missing: [],
      };
      const written = await station('write', () => write(file, contents));
      const { parts, missing } = contents;
      const counts = {
        parts: parts.length,
        tables: copy.tables.length,
        bytes: written.bytes,
        missing: missing.length,
      };
      return { counts, file, sha256: written.sha256, missing };
    }),
  );
}

async function headOf({ settings }: Program, copy: DatabaseCopy, now: Date): Promise<Head> {
  const about = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const { migrations, tables, sequences } = copy;
  const site = await readlink(join(settings.dataDir, 'site', 'current')).catch(() => null);
  return {
    form,
    program: about.version,
    taken_at: now.toISOString(),
    migrations,
    tables,
    sequences,
    site: site && basename(site),
  };
}

async function write(file: string, contents: Contents): Promise<{ bytes: number; sha256: string }> {
  await sweepBeside(file);
  const making = `${file}.partial-${process.pid}-${crypto.randomUUID()}`;
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      Readable.from(tarOf(membersOf(contents)), { objectMode: false }),
      createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      counted,
      createWriteStream(making, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await rename(making, file);
    await syncFolder(dirname(file));
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(making, { force: true });
    throw isOutOfSpace(error) ? diskFull(file, error) : error;
  }
}

/** What a backup that was killed left beside. */
async function sweepBeside(file: string): Promise<void> {
  const start = `${basename(file)}.partial-`;
  for (const name of await readdir(dirname(file))) {
    const [, pid] = name.startsWith(start) ? (/\.partial-(\d+)-/.exec(name) ?? []) : [];
    if (pid && !isAlive(Number(pid))) await rm(join(dirname(file), name), { force: true });
  }
}

async function refuseTaken(file: string): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new Refusal('file_unreadable', {
      zh: `目录“${dirname(file)}”不存在，请先建立`,
      en: `There is no folder "${dirname(file)}": make it first`,
    });
  if (!(await stat(file).catch(() => undefined))) return;
  throw new Refusal('wrong_state', {
    zh: `“${file}”已存在，备份不会覆盖文件：请换一个名称`,
    en: `"${file}" is there already, and a backup never writes over a file: choose another name`,
  });
}

function diskFull(file: string, cause: unknown): Refusal {
  return new Refusal(
    'disk_full',
    {
      zh: `“${dirname(file)}”所在磁盘已满（或不容许这样大的文件），备份未写成，未留下半份：请腾出空间或换一处再试`,
      en: `The disk of "${dirname(file)}" is full, or takes no file as large as this: no backup was written and no half of one is left; free some space, or write it elsewhere`,
    },
    {},
    { cause },
  );
}
