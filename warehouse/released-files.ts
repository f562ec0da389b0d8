import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from './database.ts';
import { cellNames } from './observations.ts';

/** The observations of one release as CSV with a header, in the order of their codes. */
export async function copyReleased(
  { pool }: Database,
  { release_key, id }: { readonly release_key: number; readonly id: string },
  path: string,
): Promise<void> {
  const client = await pool.connect();
  try {
    // The id is of our own making: month and number.
    if (!/^\d{4}-\d{2}\.\d+$/.test(id)) throw new Error(`no release id: ${id}`);
    await pipeline(
      client.query(
        copyTo(`copy (
          select ${cellNames}, period, value, status, reason, coverage, '${id}' as release
          from observation where release_key = ${Number(release_key)} order by ${cellNames}
        ) to stdout (format csv, header true)`),
      ),
      createWriteStream(path),
    );
  } finally {
    client.release();
  }
}
