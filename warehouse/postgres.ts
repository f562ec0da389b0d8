import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '../catalogue/refusal.ts';
import {
  type Cluster,
  ensureSocketFolder,
  hasCluster,
  homeOf,
  initialise,
  locateCluster,
  superuser,
} from './postgres-files.ts';
import { explaining, messageOf } from './postgres-refusals.ts';
import { discard, notStarting, port, stop, tryToStart } from './postgres-server.ts';

export interface PostgresOptions {
  /** PARKSTAT_DATA, absolute. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  /** Of the embedded server; made when missing. */
  readonly database?: string;
}

export interface Postgres {
  readonly connection: pg.PoolConfig;
  readonly embedded: boolean;
  /** Where the server keeps its files (its host when it is not ours), for messages. */
  readonly location: string;
  close(): Promise<void>;
}

/** How long a start may take, and how long we wait for others who start or stop the server. */
const patience = 30_000;

const adminShutdown = '57P01';

/** Every opener holds this advisory lock, shared, in database `postgres`; who can have it alone is the last user. */
const usersLock = 20_051_001;

/** The PostgreSQL of this installation: the one of `databaseUrl`, else the embedded server of the data folder. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, databaseUrl, database = 'parkstat' } = options;
  if (databaseUrl) return openExternal(databaseUrl);
  return openEmbedded(dataDir, database);
}

/** Stops and deletes the embedded cluster of a data folder, whoever uses it. */
export async function removeCluster(dataDir: string): Promise<void> {
  await explaining(homeOf(dataDir), async () => {
    if (hasCluster(dataDir)) await discard(await locateCluster(dataDir));
    await rm(homeOf(dataDir), { recursive: true, force: true });
  });
}

async function openExternal(databaseUrl: string): Promise<Postgres> {
  const host = URL.parse(databaseUrl)?.hostname || 'DATABASE_URL';
  try {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    client.on('error', ignore);
    await client.connect();
    await client.end();
  } catch (cause) {
    const said = messageOf(cause);
    throw new Refusal(
      'database_unavailable',
      {
        zh: `连接不上 DATABASE_URL 指定的数据库（${host}）：${said}。请确认 PostgreSQL 已启动，并检查地址、库名、用户名和密码；不设 DATABASE_URL 则使用内置数据库。`,
        en: `Cannot connect to the database of DATABASE_URL (${host}): ${said}. Make sure that PostgreSQL runs, and check address, database, user and password; without DATABASE_URL the built-in database is used.`,
      },
      {},
      { cause },
    );
  }
  return {
    connection: { connectionString: databaseUrl },
    embedded: false,
    location: host,
    close: async () => {},
  };
}

async function openEmbedded(dataDir: string, database: string): Promise<Postgres> {
  const cluster = await explaining(homeOf(dataDir), () => locateCluster(dataDir));
  const location = cluster.folder;
  return explaining(location, async () => {
    await initialise(cluster, dataDir);
    const close = await enter(cluster, database);
    return { connection: connectionTo(cluster, database), embedded: true, location, close };
  });
}

/** Makes sure of server and database; the returned function leaves them. */
async function enter(cluster: Cluster, database: string): Promise<() => Promise<void>> {
  const client = await joinServer(cluster);
  const close = stay(cluster, client);
  try {
    await createDatabase(client, database);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

function connectionTo(cluster: Cluster, database: string): pg.ClientConfig {
  const { sockets, password } = cluster;
  return { host: sockets, port, user: superuser, password, database, ssl: false };
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount === 1) return;
  await client.query(`create database ${pg.escapeIdentifier(name)}`).catch((error) => {
    // Another opener was faster.
    if (!['42P04', '23505'].includes(error.code)) throw error;
  });
}

/** One connection of the server's users; where nobody listens, the server is started. */
async function joinServer(cluster: Cluster): Promise<pg.Client> {
  const deadline = performance.now() + patience;
  const failures: unknown[] = [];
  for (let pause = 25; ; pause = Math.min(2 * pause, 250)) {
    await ensureSocketFolder(cluster);
    try {
      return await hold(cluster);
    } catch (error) {
      if (!isAway(error)) throw error;
      const over = performance.now() > deadline || failures.length === 3;
      if (over) throw await notStarting(cluster, failures.at(-1) ?? error);
      if (isSilent(error)) failures.push(...(await tryToStart(cluster)));
    }
    await setTimeout(pause);
  }
}

async function hold(cluster: Cluster): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionTo(cluster, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', ignore);
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock_shared($1) as held', [usersLock]);
  if (rows[0].held) return client;
  await client.end();
  throw Object.assign(new Error('the last user is stopping the server'), { code: adminShutdown });
}

/** Keeps the lock until the returned function is called, also when the server restarts after a crash. */
function stay(cluster: Cluster, first: pg.Client): () => Promise<void> {
  let held: Promise<pg.Client | undefined> = Promise.resolve(first);
  let left: Promise<void> | undefined;
  const watch = (client: pg.Client): pg.Client =>
    client.once('end', () => {
      if (!left) held = joinServer(cluster).then(watch, ignore);
    });
  watch(first);
  return () => {
    left ??= held.then((client) => client && explaining(cluster.folder, () => leave(cluster, client)));
    return left;
  };
}

async function leave(cluster: Cluster, client: pg.Client): Promise<void> {
  if (await isLastUser(client)) await stop(cluster, cluster.folder, 'fast');
  await client.end();
}

/** Afterwards the lock is gone, or held alone, so that newcomers wait until the server has stopped. */
async function isLastUser(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [usersLock]);
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [usersLock]);
    return rows[0].alone;
  } catch (error) {
    if (isAway(error)) return false;
    throw error;
  }
}

/** Nobody listens on the socket. */
function isSilent(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The server is not there or not ready: absent, starting, stopping, restarting after a crash. */
function isAway(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return /^Connection terminated|not queryable$|^timeout expired$/.test(message);
  return isSilent(error) || /^(57P0.|53300|ECONNRESET|EPIPE)$/.test(code);
}

function ignore(): undefined {}
