/**
 * A process of its own for postgres.test.ts: opens the database of argv[2], under the uid and gid argv[3] when given,
 * and answers its parent: a statement with its rows, `close` with `closed`.
 */
import pg from 'pg';
import { Refusal } from '../catalogue/refusal.ts';
import { openPostgres } from './postgres.ts';

const [dataDir = '', account] = process.argv.slice(2);

function become(id: number): void {
  process.setgroups?.([id]);
  process.setgid?.(id);
  process.setuid?.(id);
}

async function serve(): Promise<void> {
  const postgres = await openPostgres({ dataDir });
  const client = new pg.Client(postgres.connection);
  await client.connect();
  process.on('message', async (message: string) => {
    if (message !== 'close') return process.send?.((await client.query(message)).rows);
    await client.end();
    await postgres.close();
    process.send?.('closed', () => process.disconnect());
  });
  process.send?.({ location: postgres.location, host: postgres.connection.host });
}

if (account) become(Number(account));
serve().catch((error) => {
  if (!(error instanceof Refusal)) throw error;
  process.send?.({ refusal: { code: error.code, en: error.text.en } }, () => process.disconnect());
});
