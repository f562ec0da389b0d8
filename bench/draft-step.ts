import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMonths, localInstant, periodsBetween } from '../catalogue/period.ts';
import { writeBigFile, writeMonthFile } from '../fixtures/generator.ts';
import { deliver } from '../jobs/collect.ts';
import { draft } from '../jobs/draft.ts';
import { openProgram, type Program } from '../jobs/program.ts';
import { publish } from '../jobs/publish.ts';
import { registry } from '../jobs/registry.ts';
import { readSettings } from '../jobs/settings.ts';
import { confirmDelivery } from '../warehouse/confirmations.ts';
import { removeCluster } from '../warehouse/postgres.ts';
import { months as everyMonth, firstPeriod, seed, uscc } from './settings.ts';

/**
 * One late file to a new draft with its list of changes, where every month is released: seconds from the file to the draft,
 * by station. Parameters: folder, lines, months.
 */
const [root = '', lines = '10000000', span = String(everyMonth)] = process.argv.slice(2);
const months = Number(span);
const dataDir = join(root, 'draft');
const lateUscc = '91210100MA0000002K';
const last = addMonths(firstPeriod, months - 1);
const period = last;
const now = (hour: number) => localInstant(`${addMonths(last, 1)}-20`, hour);

async function writeRegistry(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const currencies = {
    USD: '712.5',
    EUR: '785.3',
    JPY: '4.86',
    KRW: '0.5312',
    HKD: '91.35',
    GBP: '928.4',
    AUD: '474.6',
    RUB: '7.92',
  };
  const rates = periodsBetween(addMonths(firstPeriod, -2), last).flatMap((month) =>
    Object.entries(currencies).map(([currency, rate]) => `${month},${currency},${rate},`),
  );
  const files = {
    parks:
      'park_id,name_zh,name_en,type,district,opened_on\nP01,甲园,Park A,industry_cluster,浑南区,2020-01-01\nP02,乙园,Park B,supervised_site,皇姑区,2020-01-01',
    tenants: `uscc,customs_code,name_zh,kind,aliases\n${uscc},2101960001,甲公司,电商企业,\n${lateUscc},2101960002,乙公司,电商企业,`,
    memberships: `uscc,park_id,from,to\n${uscc},P01,2020-01-01,\n${lateUscc},P02,2020-01-01,`,
    sources: 'source_id,uscc,kind,location,template,semantics,due_day',
    fx_rates: ['month,currency,cny_per_100,usd_per_100', ...rates].join('\n'),
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, `${name}.csv`), `${content}\n`);
  return folder;
}

/** Takes a file in and confirms whatever is doubted. */
async function take(program: Program, path: string, tenant: string, hour: number): Promise<void> {
  const arrival = {
    path,
    fileName: `${hour}.csv`,
    fileTime: now(hour),
    uscc: tenant,
    sourceId: null,
    declaredPeriod: null,
  };
  const { deliveries } = await deliver(program, arrival, now(hour));
  for (const { id, state } of deliveries) {
    if (state === 'in_force') continue;
    const act = { reason_code: 'checked_with_tenant', note: null, by: 'bench', at: now(hour) } as const;
    await confirmDelivery(program.database, id, {}, act);
  }
}

async function seconds<T>(work: () => Promise<T>): Promise<{ made: T; seconds: number }> {
  const started = performance.now();
  const made = await work();
  return { made, seconds: (performance.now() - started) / 1000 };
}

await mkdir(dataDir, { recursive: true });
const big = join(root, 'draft-big.csv');
const late = join(root, 'draft-late.csv');
await writeBigFile(big, { seed, lines: Number(lines), firstPeriod, months });
await writeMonthFile(late, { seed, lines: 2000, period, mode: '9710', flow: 'export' });
const program = await openProgram(readSettings({ PARKSTAT_DATA: dataDir, PARKSTAT_SCHEDULE: 'off' }));
try {
  await registry(program, { folder: await writeRegistry(join(root, 'draft-registry')), now: now(7) });
  await take(program, big, uscc, 8);
  const released = await seconds(async () => {
    for (const month of periodsBetween(firstPeriod, last))
      await publish(program, { period: month, now: now(9) });
  });
  const taken = await seconds(() => take(program, late, lateUscc, 10));
  const before = process.cpuUsage();
  const drawn = await seconds(() => draft(program, { period, now: now(11) }));
  const { user, system } = process.cpuUsage(before);
  const again = await seconds(() => draft(program, { period, now: now(12) }));
  const { rows } = await program.database.pool.query<{ stations: object }>(
    `select stations from job_run where job = 'draft' order by id`,
  );
  const { moved, observations, causes } = drawn.made.draft;
  console.log(
    JSON.stringify({
      budget_seconds: 5,
      lines: Number(lines),
      seconds_releases: released.seconds,
      seconds_take_in: taken.seconds,
      seconds_draft: drawn.seconds,
      cpu_seconds_draft: (user + system) / 1e6,
      seconds_again: again.seconds,
      observations,
      moved,
      causes: causes.map(({ code }) => code),
      computed: drawn.made.counts.computed,
      stations: rows.map(({ stations }) => stations),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await program.close();
  await removeCluster(dataDir);
}
