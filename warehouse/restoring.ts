import { pipeline } from 'node:stream/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Refusal } from '../catalogue/refusal.ts';
import { type CopiedSchema, type CopiedTable, readTables } from './copies.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

export interface Filling {
  /** Takes in rows of a table in COPY's text format; tables come in the order of the copy. */
  fill(table: CopiedTable, rows: AsyncIterable<Buffer>): Promise<void>;
}

/**
 * Makes an empty database what a copy was: its version of the schema, then what `load` fills in, all in one transaction.
 * A database that is not empty is refused.
 */
export async function restoreDatabase(
  connection: pg.PoolConfig,
  copied: CopiedSchema,
  load: (filling: Filling) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  const kysely = overOne(client);
  try {
    await refuseFilled(client);
    await kysely.transaction().execute(async (transaction) => {
      await migrate(transaction, copied.migrations.at(-1));
      await refuseOther(client, copied);
      await load({ fill: (table, rows) => fill(client, table, rows) });
      for (const { name, last } of copied.sequences)
        await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), last]);
    });
  } finally {
    await client.end();
  }
}

/** Statements of Kysely and COPY in the same transaction. */
function overOne(client: pg.Client): Kysely<Tables> {
  const lent = Object.assign(client, { release: () => undefined }) as unknown as pg.PoolClient;
  const pool = { connect: async () => lent, end: async () => undefined } as unknown as pg.Pool;
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

async function fill(client: pg.Client, { name, columns }: CopiedTable, rows: AsyncIterable<Buffer>) {
  const names = columns.map(pg.escapeIdentifier).join(', ');
  await pipeline(rows, client.query(copyFrom(`copy ${pg.escapeIdentifier(name)} (${names}) from stdin`)));
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S') limit 1`,
  );
  if (rows.length === 0) return;
  throw new Refusal('wrong_state', {
    zh: '数据库不是空的，恢复不会覆盖已有数据：请用PARKSTAT_DATA指定空目录，或用DATABASE_URL指定空数据库',
    en: 'The database is not empty, and restoring never writes over data: name an empty folder in PARKSTAT_DATA, or an empty database in DATABASE_URL',
  });
}

/** What a copy says of itself is not believed: its tables have to be those of its schema. */
async function refuseOther(client: pg.Client, { tables }: CopiedSchema): Promise<void> {
  const there = await readTables(client);
  if (JSON.stringify(there) === JSON.stringify(tables)) return;
  throw new Refusal('file_unreadable', {
    zh: '备份中的表与其版本不符，备份已损坏或被改动，请换用另一份',
    en: 'The tables in the backup are not those of its version: it is damaged or was altered; use another one',
  });
}

/**
 * Mails that waited when the backup was taken are given up: they may have gone out since, or this may be no more than a
 * trial on another machine. The number of them.
 */
export async function giveUpWaiting({ kysely }: Database, now: Date): Promise<number> {
  const { numUpdatedRows } = await kysely
    .updateTable('outgoing')
    .set({ given_up_at: now, last_error: '由备份恢复，未再发送 | restored from a backup, not sent again' })
    .where('sent_at', 'is', null)
    .where('given_up_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
