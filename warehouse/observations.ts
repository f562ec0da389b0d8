import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { dimensions } from '../catalogue/indicators.ts';
import type { Database } from './database.ts';

/** What names a cell of a release. */
export const cellColumns = ['indicator', ...dimensions] as const;
export const cellNames = cellColumns.join(', ');
const measured = ['value', 'status', 'reason', 'coverage'] as const;

/** The observations of a drawn-up month in temporary table `drafted`, gone with the transaction. */
export async function copyDrafted(client: pg.PoolClient, path: string): Promise<void> {
  await makeDrafted(client);
  await pipeline(
    createReadStream(path),
    client.query(copyFrom(`copy drafted (${await headerOf(path)}) from stdin (format csv, header match)`)),
  );
}

/** The same of a release, as it was drawn up. */
export async function copyReleased(client: pg.PoolClient, releaseKey: number): Promise<void> {
  await makeDrafted(client);
  await client.query(
    `insert into drafted (${cellNames}, ${measured.join(', ')})
     select ${cellNames}, value, ${drawnStatus}, reason, coverage from observation where release_key = $1`,
    [releaseKey],
  );
}

async function makeDrafted(client: pg.PoolClient): Promise<void> {
  await client.query(`create temporary table drafted (indicator text,
    ${dimensions.map((dimension) => `${dimension} text not null default '_T'`).join(', ')},
    value numeric, status text, reason text, coverage numeric) on commit drop`);
  // A million cells are compared in memory, not through files.
  await client.query(`set local work_mem = '128MB'`);
}

/** Drawn-up cells are preliminary; whether they are revised or final is said when they are published. */
const drawnStatus = "case when status in ('r', 'f') then 'p' else status end";

/** The columns of a drawn-up month's file, from its first line. */
async function headerOf(path: string): Promise<string> {
  const known: readonly string[] = [...cellColumns, ...measured];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const strange = line.split(',').find((column) => !known.includes(column));
    if (strange !== undefined) throw new Error(`unknown column ${strange} in ${path}`);
    return line;
  }
  throw new Error(`${path} is empty`);
}

/** The breakdowns that every release has known; earlier versions drew up no others. */
const firstColumns = ['indicator', 'park', 'mode', 'flow', 'partner', 'chapter'] as const;

/**
 * SHA-256 over a release's observations as they were drawn up, in canonical order: what `fingerprint` was taken over.
 */
export async function rehash(
  { pool }: Database,
  release: { readonly release_key: number; readonly fingerprint: string },
): Promise<string> {
  const client = await pool.connect();
  try {
    const whole = await hashOf(client, release.release_key, cellColumns);
    if (whole === release.fingerprint) return whole;
    const early = await hashOf(client, release.release_key, firstColumns);
    return early === release.fingerprint ? early : whole;
  } finally {
    client.release();
  }
}

async function hashOf(
  client: pg.PoolClient,
  releaseKey: number,
  columns: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  const others = cellColumns.filter((column) => !columns.includes(column));
  const only = others.map((column) => ` and ${column} = '_T'`).join('');
  await pipeline(
    client.query(
      copyTo(`copy (
        select ${columns.join(', ')}, value,
          ${drawnStatus} as status, reason, coverage
        from observation where release_key = ${releaseKey}${only}
        order by ${columns.map((column) => `${column} collate "C"`).join(', ')}
      ) to stdout (format csv, header true)`),
    ),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    },
  );
  return hash.digest('hex');
}
