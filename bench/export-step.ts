import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../api/app.ts';
import { addMonths, localInstant } from '../catalogue/period.ts';
import { tableFiles } from '../jobs/table-files.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { lastPeriod, publishMillion } from './million.ts';

/**
 * The same breakdown exported once as a tenth and once as the whole: memory must not grow with it. One format a process,
 * so that its memory is its own: `node bench/export-step.ts [csv|arrow|parquet|xlsx]`.
 */
const format = process.argv[2] ?? 'csv';
const folder = await mkdtemp(join(tmpdir(), 'parkstat-export-'));
const dataDir = join(folder, 'data');
await mkdir(dataDir);
const postgres = await openPostgres({ dataDir });
const database = await openDatabase(postgres.connection);
const duck = { folders: [dataDir], tempDir: join(dataDir, 'tmp', 'duckdb'), memoryLimit: '1GB', threads: 2 };
const app = buildApp({
  database,
  siteDir: null,
  now: () => localInstant('2026-11-24', 9),
  writes: 'local',
  files: tableFiles(join(dataDir, 'tmp'), duck),
  exportFolder: join(dataDir, 'exports'),
});

async function exported(query: object) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const asked = await app.inject({
    method: 'POST',
    url: '/api/v1/exports',
    headers: { host: 'localhost' },
    payload: { query, format },
  });
  await app.exports?.idle();
  const { state, rows_written, bytes } = (await app.inject(String(asked.headers.location))).json();
  if (state !== 'done') throw new Error(`the export is ${state}`);
  const { user, system } = process.cpuUsage(before);
  return {
    rows: rows_written,
    bytes,
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

try {
  await publishMillion(database, folder);
  await app.ready();
  const query = { indicator: 'trade_value', park: '*', mode: '*', flow: '*', partner: '*' };
  const tenth = await exported({ ...query, from: addMonths(lastPeriod, -3) });
  // Months before the first release are rows too, each with its reason.
  const whole = await exported({ ...query, from: addMonths(lastPeriod, -35) });
  console.log(JSON.stringify({ format, tenth, whole, peak_mb: whole.peakMb }));
} finally {
  await app.close();
  await database.close();
  await postgres.close();
  await removeCluster(dataDir);
  await rm(folder, { recursive: true, force: true });
}
