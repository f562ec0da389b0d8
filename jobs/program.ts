import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../catalogue/refusal.ts';
import type { DuckSettings } from '../engine/duckdb.ts';
import { duckEngine, type Engine } from '../engine/engine.ts';
import type { IngestSettings } from '../ingest/settings.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres } from '../warehouse/postgres.ts';
import { markInterrupted } from '../warehouse/runs.ts';
import { clock } from './clock.ts';
import { type Log, silent } from './log.ts';
import { readLimits, type Settings } from './settings.ts';

/** What jobs work with: the settings, an open database, the engine. */
export interface Program {
  readonly settings: Settings;
  readonly database: Database;
  readonly engine: Engine;
  readonly ingest: IngestSettings;
  /** Where PostgreSQL keeps its files, for people. */
  readonly databaseLocation: string;
  readonly log: Log;
  close(): Promise<void>;
}

export async function openProgram(settings: Settings, log = silent): Promise<Program> {
  await useFolder(settings.dataDir);
  const postgres = await openPostgres({
    dataDir: settings.dataDir,
    databaseUrl: settings.databaseUrl ?? undefined,
  });
  try {
    const database = await openDatabase(postgres.connection);
    await markInterrupted(database, clock());
    const duck: DuckSettings = {
      folders: [settings.dataDir],
      tempDir: join(settings.dataDir, 'tmp', `duckdb-${process.pid}-`),
      memoryLimit: settings.memoryLimit,
      threads: settings.threads,
    };
    return {
      settings,
      database,
      engine: duckEngine(duck),
      ingest: {
        dataDir: settings.dataDir,
        duck,
        limits: readLimits(settings),
      },
      databaseLocation: postgres.location,
      log,
      close: async () => {
        await rm(duck.tempDir, { recursive: true, force: true });
        await database.close();
        await postgres.close();
      },
    };
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

async function useFolder(dataDir: string): Promise<void> {
  try {
    await sweep(join(dataDir, 'tmp'));
  } catch (cause) {
    const text = {
      zh: `数据目录“${dataDir}”不可用，请用PARKSTAT_DATA指定一个可写的目录`,
      en: `The data folder "${dataDir}" cannot be used: name a folder that you may write to with PARKSTAT_DATA`,
    };
    throw new Refusal('configuration', text, { dataDir }, { cause });
  }
}

/** Temporary files carry the number of the process that made them; those of a process that is gone are removed. */
async function sweep(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const owner = /-(\d+)-/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Whether a process of this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
