import { readdir, readFile } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Refusal } from '../catalogue/refusal.ts';
import type { Tables } from './tables.ts';

const folder = new URL('./migrations/', import.meta.url);

/** Every version of the schema that this program knows, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return files.map((file) => file.slice(0, -'.sql'.length));
}

/**
 * Brings the schema to a version, the newest unless said otherwise: all in one transaction, so that one that breaks off
 * leaves what was there. Several programs at once do it one after the other.
 */
export async function migrate(kysely: Kysely<Tables>, to?: string): Promise<void> {
  await refuseNewer(kysely);
  const migrator = new Migrator({ db: kysely, provider: { getMigrations } });
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
  if (error) throw error;
}

/** What has been done to this database; empty where nothing has. */
export async function appliedMigrations(kysely: Kysely<Tables>): Promise<string[]> {
  const found = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(kysely);
  if (!found.rows[0]?.there) return [];
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name collate "C"`.execute(kysely);
  return rows.map(({ name }) => name);
}

async function refuseNewer(kysely: Kysely<Tables>): Promise<void> {
  const known = new Set(await knownMigrations());
  const newer = (await appliedMigrations(kysely)).filter((name) => !known.has(name));
  if (newer.length === 0) return;
  throw new Refusal(
    'configuration',
    {
      zh: `数据库由较新版本的程序写成（${newer.join('、')}），请升级程序后再打开`,
      en: `The database was written by a newer version of the program (${newer.join(', ')}): upgrade the program, then open it`,
    },
    { migrations: newer },
  );
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const migrations = (await knownMigrations()).map(async (name) => {
    const text = await readFile(new URL(`${name}.sql`, folder), 'utf8');
    return [name, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }] as const;
  });
  return Object.fromEntries(await Promise.all(migrations));
}
