import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Report } from '../reports/content.ts';
import { buildReport, parksOf } from '../reports/report.ts';
import { type BoundDatabase, bound } from '../warehouse/bound.ts';
import type { Database } from '../warehouse/database.ts';
import { type Draft, publishWithin } from '../warehouse/publication.ts';
import type { Release } from '../warehouse/releases.ts';
import type { Program } from './program.ts';

/**
 * Publishes a draft at an instant, shows `work` the database as its readers would then see it, and takes all of it back.
 */
export async function rehearse<T>(
  { database }: Program,
  draft: Draft,
  at: Date,
  work: (after: BoundDatabase, made: { release: Release; published: boolean }) => Promise<T>,
): Promise<T> {
  return bound(database, async (after) => work(after, await publishWithin(after, draft, at, null)));
}

/** The reports of a release: the city's, then each park's. */
export async function reportsOf(database: Database, { period, id }: Release): Promise<Report[]> {
  const options = { period: period as Period, release: id };
  const reports = [await buildReport(database, options)];
  for (const park of await parksOf(database, options))
    if (park !== total) reports.push(await buildReport(database, { ...options, park }));
  return reports;
}

/** A copy of a drawn-up month's observations that stays, named by its bytes. */
export async function keepSubmitted(
  dataDir: string,
  path: string,
): Promise<{ file: string; sha256: string }> {
  const sha256 = await sha256Of(path);
  const folder = join(dataDir, 'submitted');
  const file = `${sha256}.csv`;
  await mkdir(folder, { recursive: true });
  if ((await sha256Of(join(folder, file)).catch(() => null)) === sha256) return { file, sha256 };
  const making = join(folder, `making-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  await copyFile(path, making);
  const handle = await open(making, 'r+');
  await handle.sync();
  await handle.close();
  await rename(making, join(folder, file));
  return { file, sha256 };
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
