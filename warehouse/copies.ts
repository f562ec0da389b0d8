import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from './database.ts';

/** A table as it is copied: its columns without those that PostgreSQL computes. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** A sequence that has given out numbers, and the last of them (decimal). */
export interface CopiedSequence {
  readonly name: string;
  readonly last: string;
}

export interface CopiedSchema {
  /** The versions of the schema, oldest first. */
  readonly migrations: readonly string[];
  /** Each after those that it refers to. */
  readonly tables: readonly CopiedTable[];
  readonly sequences: readonly CopiedSequence[];
}

/** The whole database at one instant. */
export interface DatabaseCopy extends CopiedSchema {
  /** Files below the data folder that the database names: for each the places where it may stand. */
  readonly files: readonly (readonly string[])[];
  /** The rows of a table in COPY's text format. */
  rows(table: CopiedTable): AsyncIterable<Buffer>;
}

/** Browsers that signed in and links that open once do not come back with a copy; the schema's versions do by themselves. */
const leftOut = [
  'account_session',
  'one_time_link',
  'oidc_flow',
  'kysely_migration',
  'kysely_migration_lock',
] as const;

/** `work` with a copy that sees one state of the database, whatever others commit meanwhile. Nobody waits for it. */
export async function copyDatabase<T>(
  { pool }: Database,
  work: (copy: DatabaseCopy) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
    return await work({
      migrations: rows.map(({ name }) => name).sort(),
      tables: await readTables(client),
      sequences: await readSequences(client),
      files: await readFiles(client),
      rows: (table) => client.query(copyTo(`copy (${selectOf(table)}) to stdout`)),
    });
  } finally {
    client.release(true);
  }
}

function selectOf({ name, columns }: CopiedTable): string {
  return `select ${columns.map(pg.escapeIdentifier).join(', ')} from ${pg.escapeIdentifier(name)}`;
}

/** What there is to copy, each table after those that it refers to. */
export async function readTables(client: pg.ClientBase): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { behind: string[] }>(
    `select relname::text as name,
       array(select attname::text from pg_attribute
         where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
       array(select distinct confrelid::regclass::text from pg_constraint
         where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid) as behind
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> all ($1)
     order by relname`,
    [leftOut],
  );
  const tables: CopiedTable[] = [];
  const placed = new Set<string>();
  while (tables.length < rows.length) {
    const next = rows.find(({ name, behind }) => !placed.has(name) && behind.every((one) => placed.has(one)));
    if (!next) throw new Error('tables refer to one another in a circle');
    placed.add(next.name);
    tables.push({ name: next.name, columns: next.columns });
  }
  return tables;
}

async function readSequences(client: pg.ClientBase): Promise<CopiedSequence[]> {
  const { rows } = await client.query<CopiedSequence>(
    `select sequencename::text as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return rows;
}

/** Of deliveries: the bytes, or our own form in their place; lines, returns and customs records. Files of submissions. */
async function readFiles(client: pg.ClientBase): Promise<string[][]> {
  const { rows } = await client.query<{ paths: string[] }>(
    `select distinct array['landed/' || left(sha256, 2) || '/' || sha256,
         'landed/' || left(sha256, 2) || '/' || sha256 || '.csv.zst'] as paths
       from delivery where kept is not null
     union
     select distinct array[file] from delivery
       cross join unnest(array[lake_file, event_file, message_file]) as file where file is not null
     union
     select distinct array['submitted/' || file] from submission
     order by 1`,
  );
  return rows.map(({ paths }) => paths);
}
