import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

export interface Database {
  readonly kysely: Kysely<Tables>;
  readonly pool: pg.Pool;
  /** Everything asked of it is part of one transaction (`bound`). */
  readonly isBound?: true;
  close(): Promise<void>;
}

const dateType = 1082;
/** Calendar days stay text: a Date would put them into a time zone. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === dateType ? (text: string) => text : pg.types.getTypeParser(oid, format as 'text'),
};

/** A pool on an open server, migrated to the newest schema. */
export async function openDatabase(connection: pg.PoolConfig): Promise<Database> {
  const pool = new pg.Pool({ ...connection, max: 10, types: types as pg.CustomTypesConfig });
  // A client that the server drops is replaced by the pool; queries under way fail on their own, with the reason.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return { kysely, pool, close: () => kysely.destroy() };
}

/** Runs `work` while no other program runs work under the same name; others wait. */
export async function alone<T>({ pool }: Database, name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    return await work();
  } finally {
    client.release(true);
  }
}

/** Whether somebody is at work alone under a name. */
export async function isHeld({ pool }: Database, name: string): Promise<boolean> {
  const { rows } = await pool.query(
    `select exists (
       select from pg_locks
       where locktype = 'advisory' and objsubid = 1 and granted
         and database = (select oid from pg_database where datname = current_database())
         and ((classid::bigint << 32) | objid::bigint) = hashtext($1)::bigint
     ) as held`,
    [name],
  );
  return rows[0].held;
}

/** `work` with reads that all see one state of the database, whatever others commit meanwhile. */
export async function snapshot<T>(database: Database, work: (frozen: Database) => Promise<T>): Promise<T> {
  if (database.isBound) return work(database);
  return database.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((kysely) => work({ ...database, kysely }));
}
