import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** A database whose every read and write is part of one transaction, which only its maker ends. */
export interface BoundDatabase extends Database {
  commit(): Promise<void>;
}

/**
 * `work` in one transaction that whoever is given its `Database` shares: what reads the database elsewhere reads here what
 * would stand after a commit. Nothing is kept unless `work` commits.
 */
export async function bound<T>(
  { pool: { options } }: Database,
  work: (database: BoundDatabase) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...options, password: options.password } as pg.ClientConfig);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const pool = poolOfOne(client, options);
    const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    const result = await work({
      kysely,
      pool: pool as pg.Pool,
      isBound: true,
      commit: async () => {
        await client.query('commit');
      },
      close: async () => undefined,
    });
    return result;
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

type PoolOfOne = Pick<pg.Pool, 'options' | 'query' | 'end'> & { connect(): Promise<pg.PoolClient> };

/** One connection, lent to one borrower after the other: a lost one is never replaced, for what replaced it would be outside. */
function poolOfOne(client: pg.Client, options: pg.PoolOptions): PoolOfOne {
  let free: Promise<void> = Promise.resolve();
  const connect = async (): Promise<pg.PoolClient> => {
    const turn = free;
    const { promise, resolve } = Promise.withResolvers<void>();
    free = promise;
    await turn;
    return Object.assign(Object.create(client), {
      query: lent(client),
      release: () => resolve(),
    }) as pg.PoolClient;
  };
  const query = async (...words: unknown[]) => {
    const mine = await connect();
    try {
      return await (mine.query as (...all: unknown[]) => Promise<unknown>)(...words);
    } finally {
      mine.release();
    }
  };
  return { options, connect, query: query as pg.Pool['query'], end: async () => undefined };
}

const ends = /^\s*(begin|start transaction|commit|rollback|abort|end)\b/i;

/** A transaction within would end the whole. */
function lent(client: pg.Client): pg.Client['query'] {
  const query = (first: unknown, ...rest: unknown[]) => {
    const text = typeof first === 'string' ? first : (first as { readonly text?: string } | null)?.text;
    if (text !== undefined && ends.test(text)) throw new Error(`within a transaction already: ${text}`);
    return (client.query as (...all: unknown[]) => unknown).call(client, first, ...rest);
  };
  return query as pg.Client['query'];
}
