import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres, removeCluster } from './postgres.ts';

/** A real server for a test file; each `place` is a data folder and a fresh database of its own. */
export async function openTestServer(prefix: string) {
  const root = await mkdtemp(join(tmpdir(), `parkstat-${prefix}-`));
  const server = await openPostgres({ dataDir: join(root, 'server') });
  let made = 0;
  return {
    place: async (): Promise<{ dataDir: string; databaseUrl: string }> => {
      made += 1;
      const dataDir = join(root, `data-${made}`);
      await mkdir(dataDir);
      const client = new pg.Client(server.connection);
      await client.connect();
      await client.query(`create database test_${made}`);
      await client.end();
      const { user, password, host } = server.connection;
      const databaseUrl = `postgres://${user}:${encodeURIComponent(String(password))}@localhost/test_${made}?host=${encodeURIComponent(String(host))}`;
      return { dataDir, databaseUrl };
    },
    close: async () => {
      await server.close();
      await removeCluster(join(root, 'server'));
      await rm(root, { recursive: true, force: true });
    },
  };
}
