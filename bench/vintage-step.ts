import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMonths } from '../catalogue/period.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { readSeries, type SeriesQuery } from '../warehouse/series.ts';
import { lastPeriod, pastInstant, publishMillion } from './million.ts';
import { firstPeriod } from './settings.ts';

/** A series of a past vintage against the same series now, over a million observations: two releases of each of 24 months. */
const rounds = Number(process.argv[2] ?? 15);
const last = lastPeriod;

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Both in turn, so that a drifting machine slows both. */
async function ratioOf(database: Database, query: SeriesQuery, asOf: Date) {
  const pairs: { now: number; past: number }[] = [];
  for (let round = 0; round < rounds + 2; round += 1)
    pairs.push({
      now: await timed(() => readSeries(database, query)),
      past: await timed(() => readSeries(database, { ...query, asOf })),
    });
  // The first two warm the server up.
  const counted = pairs.slice(2);
  return {
    now_ms: median(counted.map(({ now }) => now)),
    as_of_ms: median(counted.map(({ past }) => past)),
    ratio: median(counted.map(({ now, past }) => past / now)),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'parkstat-vintage-'));
const dataDir = join(folder, 'data');
await mkdir(dataDir);
const postgres = await openPostgres({ dataDir });
const database = await openDatabase(postgres.connection);
try {
  const observations = await publishMillion(database, folder);
  const base = { indicator: 'trade_value', from: firstPeriod, to: last, last: null, asOf: null } as const;
  const queries = {
    modes: { ...base, select: { mode: '*' }, transform: 'level' },
    growth: { ...base, from: addMonths(last, -11), select: { park: '*' }, transform: 'yoy' },
    contributions: {
      ...base,
      from: addMonths(last, -11),
      select: { park: '*' },
      of: 'park',
      transform: 'contribution',
    },
    partners: { ...base, select: { partner: '*' }, transform: 'level' },
  } as const satisfies Record<string, SeriesQuery>;
  const found: Record<string, unknown> = { observations };
  for (const [name, query] of Object.entries(queries))
    found[name] = await ratioOf(database, query, pastInstant);
  console.log(JSON.stringify(found));
} finally {
  await database.close();
  await postgres.close();
  await removeCluster(dataDir);
  await rm(folder, { recursive: true, force: true });
}
