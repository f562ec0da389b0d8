import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dimensionCodes } from '../catalogue/codes.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { isPossibleCell, total } from '../catalogue/mode.ts';
import { addMonths, localInstant, type Period, periodsBetween } from '../catalogue/period.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts } from '../warehouse/releases.ts';
import { readSeries, type SeriesQuery } from '../warehouse/series.ts';
import { firstPeriod, months } from './settings.ts';

/** A series of a past vintage against the same series now, over a million observations: two releases of each of 24 months. */
const parks = [total, 'P01', 'P02', 'P03', 'P04', 'P05', 'P06'];
const modes = [total, '9610', '1210', '1239', '9710', '9810'];
const rounds = Number(process.argv[2] ?? 15);
const last = addMonths(firstPeriod, months - 1);

const header = ['indicator', ...dimensions, 'value', 'status', 'reason', 'coverage'].join(',');
const partners = [total, ...dimensionCodes.partner.map(({ code }) => code)];
const cells = parks.flatMap((park) =>
  modes.flatMap((mode) =>
    [total, 'import', 'export']
      .filter((flow) => isPossibleCell(mode, flow))
      .flatMap((flow) => partners.map((partner) => ({ park, mode, flow, partner }))),
  ),
);

async function release(database: Database, folder: string, period: Period, at: Date, number: number) {
  const rows = cells.map((cell, place) => {
    const codes = dimensions.map((dimension) => (cell as Record<string, string>)[dimension] ?? total);
    return ['trade_value', ...codes, `${(place * 7919 + number) % 100_000}.25`, 'p', '', '0.950000'].join(
      ',',
    );
  });
  const path = join(folder, `${period}.csv`);
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  const made = `${period} ${number}`;
  await publishRelease(
    database,
    {
      period,
      path,
      fingerprint: made,
      inputs: made,
      observations: rows.length,
      manifest: {},
      parts: noParts,
    },
    at,
    null,
  );
}

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
  const periods = periodsBetween(firstPeriod, last);
  for (const period of periods)
    await release(database, folder, period, localInstant(`${addMonths(period, 1)}-12`, 9), 1);
  const asOf = localInstant(`${addMonths(last, 1)}-20`, 9);
  for (const [at, period] of periods.entries())
    await release(database, folder, period, localInstant(`${addMonths(last, 2)}-12`, 9, at), 2);
  await database.pool.query('analyze observation');
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
  const found: Record<string, unknown> = { observations: 2 * periods.length * cells.length };
  for (const [name, query] of Object.entries(queries)) found[name] = await ratioOf(database, query, asOf);
  console.log(JSON.stringify(found));
} finally {
  await database.close();
  await postgres.close();
  await removeCluster(dataDir);
  await rm(folder, { recursive: true, force: true });
}
