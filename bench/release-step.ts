import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dimensions, indicatorIds } from '../catalogue/indicators.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts } from '../warehouse/releases.ts';
import { readSeries } from '../warehouse/series.ts';

/**
 * A release of a million observations into PostgreSQL while a reader in a process of its own asks for series without a
 * pause: once as the first of its month, once as a correction that moves a tenth of its cells. Prints seconds, and the
 * reader's milliseconds at rest and meanwhile.
 */
const [root = '', role = 'writer'] = process.argv.slice(2);
const dataDir = join(root, 'release');
const observations = 1_000_000;
const parks = [total, ...Array.from({ length: 11 }, (_, at) => `P${String(at + 1).padStart(2, '0')}`)];

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  await mkdir(dataDir, { recursive: true });
  const postgres = await openPostgres({ dataDir });
  const database = await openDatabase(postgres.connection);
  try {
    return await work(database);
  } finally {
    await database.close();
    await postgres.close();
  }
}

/** Rows in canonical order; every tenth has another value at `version` 2. */
async function writeDraft(path: string, version: number): Promise<void> {
  const places = [...indicatorIds]
    .sort()
    .flatMap((indicator) =>
      parks
        .toSorted()
        .flatMap((park) =>
          [...Object.keys(customsModes), total]
            .sort()
            .flatMap((mode) =>
              [...Object.keys(flows), total].sort().map((flow) => [indicator, park, mode, flow].join(',')),
            ),
        ),
    );
  const each = Math.ceil(observations / places.length);
  const file = createWriteStream(path);
  file.write(`indicator,${dimensions.join(',')},value,status,reason,coverage\n`);
  let left = observations;
  for (const [at, place] of places.entries()) {
    const rows: string[] = [];
    for (let n = 0; n < each && left > 0; n += 1, left -= 1) {
      const partner = n === each - 1 || left === 1 ? total : String(n).padStart(4, '0');
      const moved = version > 1 && (at + n) % 10 === 0 ? 1 : 0;
      rows.push(`${place},${partner},_T,_T,_T,_T,_T,${at * 1000 + n + moved}.25,p,,0.950000`);
    }
    if (!file.write(rows.map((row) => `${row}\n`).join(''))) await once(file, 'drain');
  }
  await once(file.end(), 'finish');
}

async function release(database: Database, version: number): Promise<number> {
  const path = join(dataDir, `${version}.csv`);
  await writeDraft(path, version);
  const started = performance.now();
  const fingerprint = String(version);
  const made = {
    period: '2026-10',
    observed: { path },
    fingerprint,
    inputs: fingerprint,
    observations,
    manifest: {},
    parts: noParts,
  };
  await publishRelease(database, made, new Date(Date.UTC(2026, 10, 11 + version)), null);
  return (performance.now() - started) / 1000;
}

async function read(database: Database): Promise<void> {
  const waits: number[] = [];
  let failed = 0;
  let isOver = false;
  process.stdin.on('data', () => {
    isOver = true;
  });
  while (!isOver) {
    const started = performance.now();
    const rows = await readSeries(database, {
      indicator: 'trade_value',
      select: { park: '*', mode: '*', flow: '*' },
      from: null,
      to: null,
      last: 12,
      transform: 'level',
      of: null,
      asOf: null,
    }).catch(() => []);
    if (rows.length === 0) failed += 1;
    waits.push(performance.now() - started);
  }
  waits.sort((a, b) => a - b);
  const at = (share: number) => Math.round(waits[Math.floor((waits.length - 1) * share)] ?? 0);
  console.log(
    JSON.stringify({ reads: waits.length, failed, median: at(0.5), p99: at(0.99), longest: at(1) }),
  );
}

async function whileReading<T>(work: () => Promise<T>): Promise<{ made: T; reader: unknown }> {
  const reader: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url), root, 'reader'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = text(reader.stdout as NodeJS.ReadableStream);
  const made = await work();
  reader.stdin?.end('over\n');
  return { made, reader: JSON.parse(await said) };
}

if (role === 'reader') {
  await withDatabase(read);
  process.exit(0);
}
try {
  await withDatabase(async (database) => {
    const first = await release(database, 1);
    const rest = await whileReading(() => setTimeout(8000));
    const correction = await whileReading(() => release(database, 2));
    const { rows } = await database.pool.query<{ status: string; n: number }>(
      `select observation.status, count(*)::integer as n from observation join release using (release_key) where id = '2026-10.2' group by 1`,
    );
    console.log(
      JSON.stringify({
        observations,
        seconds_first: first,
        seconds_correction: correction.made,
        revised: Object.fromEntries(rows.map(({ status, n }) => [status, n])),
        reader_at_rest: rest.reader,
        reader_meanwhile: correction.reader,
        peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      }),
    );
  });
} finally {
  await removeCluster(dataDir);
}
