import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dimensions } from '../catalogue/indicators.ts';
import { literal, withDuckDB } from '../engine/duckdb.ts';
import { copyReleased } from '../warehouse/released-files.ts';
import { listReleases, type Release } from '../warehouse/releases.ts';
import type { Program } from './program.ts';

/** Columns of released observations in SQL mode and in their files. */
export const observationColumns: Readonly<Record<string, string>> = {
  indicator: 'VARCHAR',
  ...Object.fromEntries(dimensions.map((dimension) => [dimension, 'VARCHAR'])),
  period: 'VARCHAR',
  value: 'DECIMAL(38,6)',
  status: 'VARCHAR',
  reason: 'VARCHAR',
  coverage: 'DECIMAL(7,6)',
  release: 'VARCHAR',
};

export function releasedFolder({ settings }: Program): string {
  return join(settings.dataDir, 'released');
}

/** Named by the release and what it holds: the file of a release never changes. */
export function fileOf({ id, fingerprint }: Pick<Release, 'id' | 'fingerprint'>): string {
  return `${id}-${fingerprint.replace(/[^0-9a-zA-Z]/g, '').slice(0, 12)}.parquet`;
}

let making: Promise<unknown> = Promise.resolve();

/** Makes the files of the releases that have none yet; each has its name only when it is complete. */
export async function releasedFiles(program: Program): Promise<Release[]> {
  const releases = (await listReleases(program.database)).reverse();
  const missing = async () => {
    const there = new Set(await readdir(releasedFolder(program)).catch(() => []));
    return releases.filter((release) => !there.has(fileOf(release)));
  };
  if ((await missing()).length > 0) {
    const mine = making.then(async () => make(program, await missing()));
    making = mine.catch(() => undefined);
    await mine;
  }
  return releases;
}

async function make(program: Program, releases: readonly Release[]): Promise<void> {
  if (releases.length === 0) return;
  const folder = releasedFolder(program);
  const working = join(program.settings.dataDir, 'tmp', `released-${process.pid}-${crypto.randomUUID()}`);
  await mkdir(folder, { recursive: true });
  await mkdir(working, { recursive: true });
  const { memoryLimit } = program.settings;
  const settings = { folders: [working], tempDir: join(working, 'duckdb'), memoryLimit, threads: 1 };
  const columns = Object.entries(observationColumns).map(
    ([name, type]) => `${literal(name)}: ${literal(type)}`,
  );
  try {
    await withDuckDB(settings, async (duck) => {
      for (const release of releases) {
        const [csv, parquet] = [join(working, 'cells.csv'), join(working, 'cells.parquet')];
        await copyReleased(program.database, release, csv);
        await duck.run(
          `copy (select * from read_csv(${literal(csv)}, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}}))
           to ${literal(parquet)} (format parquet, compression zstd)`,
        );
        await place(parquet, join(folder, fileOf(release)));
      }
    });
  } finally {
    await rm(working, { recursive: true, force: true });
  }
}

async function place(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  await file.sync().finally(() => file.close());
  if ((await stat(from)).size === 0) throw new Error(`empty file ${from}`);
  await rename(from, to);
}
