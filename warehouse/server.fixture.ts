import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase } from './database.ts';
import { openPostgres, type Postgres, removeCluster } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the workers' servers stand, see servers.fixture.ts. */
    servers: string;
  }
}

export interface ServerOptions {
  /** A server of the file's own, for what is about the server, its roles, or what is on disk when it says so. */
  readonly own?: boolean;
}

let made = 0;

/** A real server for a test file; each `place` is a data folder and a fresh database of its own, with all tables or `empty`. */
export async function openTestServer(prefix: string, { own = false }: ServerOptions = {}) {
  const root = await mkdtemp(join(tmpdir(), `parkstat-${prefix}-`));
  const server = own ? await openServer(join(root, 'server')) : await sharedServer();
  const databases: string[] = [];
  return {
    place: async ({ empty = false } = {}): Promise<{ dataDir: string; databaseUrl: string }> => {
      made += 1;
      const name = `test_${made}`;
      const dataDir = join(root, `data-${made}`);
      await mkdir(dataDir);
      await onServer(server, `create database ${name} template ${empty ? 'template1' : template}`);
      databases.push(name);
      const { user, password, host } = server.connection;
      const databaseUrl = `postgres://${user}:${encodeURIComponent(String(password))}@localhost/${name}?host=${encodeURIComponent(String(host))}`;
      return { dataDir, databaseUrl };
    },
    close: async () => {
      if (own) {
        await server.close();
        await removeCluster(join(root, 'server'));
      } else await onServer(server, ...databases.map((name) => `drop database ${name} with (force)`));
      await rm(root, { recursive: true, force: true });
    },
  };
}

const template = 'migrated';

async function openServer(dataDir: string): Promise<Postgres> {
  const server = await openPostgres({ dataDir, database: template });
  const database = await openDatabase(server.connection);
  await database.close();
  return server;
}

let shared: Promise<Postgres> | undefined;

/** The worker's own. Nothing in it outlives the run, so commits need not wait for the disk. */
function sharedServer(): Promise<Postgres> {
  shared ??= openServer(join(inject('servers'), String(process.pid))).then(async (server) => {
    await onServer(server, `alter role ${server.connection.user} set synchronous_commit = off`);
    return server;
  });
  return shared;
}

async function onServer({ connection }: Postgres, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
