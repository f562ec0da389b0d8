import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import Fastify from 'fastify';
import { buildApp } from '../api/app.ts';
import { addMonths, localInstant } from '../catalogue/period.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { lastPeriod, publishMillion } from './million.ts';

/**
 * Fifty readers of series over a million observations, each asking other questions, answered before and not; the same
 * bytes from a bare route; and a hundred thousand cells as Arrow. Client and server share one process.
 */
const seconds = Number(process.argv[2] ?? 6);
const readers = 50;
const base = '/api/v1/series?indicator=trade_value';
const parks = ['_T', 'P01', 'P02', 'P03', 'P04', 'P05', 'P06'];
const partners = ['USA', 'DEU', 'JPN', 'KOR', 'GBR', 'FRA', 'RUS', 'BRA'];
/** What pages and analysts ask: trends of cells, a breakdown, growth, a rolling year. */
const questions = [
  ...parks.flatMap((park) =>
    ['level', 'yoy', 'ytd'].map((transform) => `park=${park}&last=12&transform=${transform}`),
  ),
  ...parks.map((park) => `park=${park}&mode=*&last=2`),
  ...partners.flatMap((partner) => [
    `partner=${partner}&last=24`,
    `partner=${partner}&mode=9710&flow=export&last=13`,
  ]),
  ...['level', 'share', 'contribution'].map(
    (transform) => `mode=9610,1210,9710&last=12&transform=${transform}`,
  ),
].map((question) => `${base}&${question}`);
/** All cells of four months: somewhat more than a hundred thousand. */
const heavy = `${base}&park=*&mode=*&flow=*&partner=*&from=${addMonths(lastPeriod, -3)}&format=arrow`;

interface Load {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(address: string, paths: readonly string[], duration = seconds): Promise<Load> {
  const result = await autocannon({
    url: address,
    connections: readers,
    duration,
    requests: paths.map((path) => ({ method: 'GET' as const, path })),
  });
  if (result.non2xx || result.errors)
    throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`);
  return { requests: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

const folder = await mkdtemp(join(tmpdir(), 'parkstat-reading-'));
const dataDir = join(folder, 'data');
await mkdir(dataDir);
const postgres = await openPostgres({ dataDir });
const database = await openDatabase(postgres.connection);
const app = buildApp({ database, siteDir: null, now: () => localInstant('2026-11-24', 9) });
const bare = Fastify();
try {
  const observations = await publishMillion(database, folder);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const one = questions[0] as string;
  const answer = await fetch(address + one, { headers: { 'accept-encoding': 'identity' } });
  const body = await answer.text();
  bare.get('/*', (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(body),
  );
  const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 });

  // Whatever is asked is computed: as if every question were asked for the first time.
  const forgetting = setInterval(() => app.answers.forget(), 1);
  const computed = await load(address, questions);
  clearInterval(forgetting);
  await load(address, questions, 2);
  const kept = await load(address, questions);
  const cached = await load(address, [one]);
  const plain = await load(bareAddress, [one]);

  const times: { ms: number; cpuMs: number }[] = [];
  let cells = 0;
  for (let round = 0; round < 15; round++) {
    app.answers.forget();
    const [start, before] = [performance.now(), process.cpuUsage()];
    const response = await fetch(address + heavy, { headers: { 'accept-encoding': 'identity' } });
    await response.arrayBuffer();
    const { user, system } = process.cpuUsage(before);
    times.push({ ms: performance.now() - start, cpuMs: (user + system) / 1000 });
    cells = Number(response.headers.get('x-total'));
  }
  const warm = times.slice(3);
  console.log(
    JSON.stringify({
      observations,
      readers,
      questions: questions.length,
      series: { budget_p99_ms: 25, ...kept },
      series_computed: computed,
      cached: {
        budget: 0.6,
        ratio: cached.requests / plain.requests,
        ...cached,
        bare: plain,
        bytes: body.length,
      },
      heavy_arrow: {
        budget_ms: 300,
        cells,
        ms: median(warm.map(({ ms }) => ms)),
        ms_for_100k: (median(warm.map(({ ms }) => ms)) * 100_000) / cells,
        cpu_ms: median(warm.map(({ cpuMs }) => cpuMs)),
      },
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await bare.close();
  await app.close();
  await database.close();
  await postgres.close();
  await removeCluster(dataDir);
  await rm(folder, { recursive: true, force: true });
}
