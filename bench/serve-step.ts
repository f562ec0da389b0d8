import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import autocannon from 'autocannon';
import Fastify from 'fastify';
import { buildApp } from '../api/app.ts';
import { indicators } from '../catalogue/indicators.ts';
import { addMonths, localInstant, type Period, periodsBetween } from '../catalogue/period.ts';
import { possibleCells } from '../transform/indicators.ts';
import { openDatabase } from '../warehouse/database.ts';
import { openPostgres, removeCluster } from '../warehouse/postgres.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts } from '../warehouse/releases.ts';
import { firstPeriod, months } from './settings.ts';

/** Requests a second of a cached series against a bare route that returns the same bytes, both in this process's server. */
const root = process.argv[2] ?? '';
const seconds = Number(process.argv[3] ?? 6);
const parks = ['P01', 'P02', 'P03', 'P04', 'P05', 'P06'];
const path = `/api/v1/series?indicator=trade_value&mode=*&from=${firstPeriod}&to=${addMonths(firstPeriod, months - 1)}`;

async function fill(): Promise<{
  dataDir: string;
  close(): Promise<void>;
  app: Awaited<ReturnType<typeof buildApp>>;
}> {
  const dataDir = join(root, 'api');
  await mkdir(dataDir, { recursive: true });
  const postgres = await openPostgres({ dataDir });
  const database = await openDatabase(postgres.connection);
  for (const park_id of parks)
    await database.kysely
      .insertInto('park')
      .values({
        park_id,
        name_zh: park_id,
        name_en: park_id,
        type: 'industry_cluster',
        district: '-',
        opened_on: '2020-01-01',
      })
      .execute();
  for (const period of periodsBetween(firstPeriod, addMonths(firstPeriod, months - 1)))
    await release(database, dataDir, period);
  const app = await buildApp({ database, siteDir: null, now: () => localInstant('2026-11-24', 9) });
  return {
    dataDir,
    app,
    close: async () => {
      await app.close();
      await database.close();
      await postgres.close();
      await removeCluster(dataDir);
    },
  };
}

async function release(
  database: Awaited<ReturnType<typeof openDatabase>>,
  dataDir: string,
  period: Period,
): Promise<void> {
  const cells = Object.keys(indicators).flatMap((id) =>
    possibleCells(id as keyof typeof indicators, ['_T', ...parks]),
  );
  const rows = cells.map(
    ({ indicator, park, mode, flow }, at) =>
      `${indicator},${park},${mode},${flow},_T,_T,${(at * 7919) % 100_000}.25,p,,0.950000`,
  );
  const file = join(dataDir, `${period}.csv`);
  await writeFile(
    file,
    `indicator,park,mode,flow,partner,chapter,value,status,reason,coverage\n${rows.join('\n')}\n`,
  );
  await publishRelease(
    database,
    {
      period,
      observed: { path: file },
      fingerprint: period,
      inputs: period,
      observations: rows.length,
      manifest: {},
      parts: noParts,
    },
    localInstant(`${addMonths(period, 1)}-12`, 9),
    null,
  );
}

async function rate(url: string): Promise<{ requests: number; p99: number }> {
  const result = await autocannon({ url, connections: 32, duration: seconds });
  if (result.non2xx || result.errors)
    throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors`);
  return { requests: result.requests.average, p99: result.latency.p99 };
}

const { app, close } = await fill();
try {
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(address + path);
  const body = await answer.text();
  const bare = Fastify();
  bare.get('/bare', (_request, reply) =>
    reply.header('content-type', answer.headers.get('content-type') ?? '').send(body),
  );
  const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 });
  await rate(address + path);
  const cached = await rate(address + path);
  const plain = await rate(`${bareAddress}/bare`);
  await bare.close();
  console.log(
    JSON.stringify({
      cached,
      bare: plain,
      bytes: body.length,
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await close();
}
