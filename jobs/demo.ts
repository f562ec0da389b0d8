import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMonths, localInstant, type Period, periodsBetween } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { demoOptions, type GeneratorOptions, generate } from '../fixtures/generator.ts';
import { confirmDelivery } from '../warehouse/confirmations.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { removeCluster } from '../warehouse/postgres.ts';
import { type CollectResult, collect } from './collect.ts';
import { openProgram, type Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';
import type { Settings } from './settings.ts';
import { bakeSite } from './site.ts';

export interface DemoResult {
  readonly counts: CollectResult['counts'] & { releases: number; cells: number };
  readonly reports: readonly string[];
  readonly site: string | null;
  readonly input: string;
}

/**
 * The whole line on made-up parks: what tenants would send in 26 months is collected month by month, each month is
 * released on its day, late and corrected files revise earlier months, and the report of the last month is written.
 */
export async function runDemo(
  settings: Settings,
  say: (line: string) => void,
  options: GeneratorOptions = demoOptions,
): Promise<{ program: Program; result: DemoResult }> {
  await clearDemo(settings);
  const input = join(settings.dataDir, 'demo');
  const truth = await generate(input, options);
  say(`生成 generated: ${truth.files.length} 个文件 files → ${input}`);
  const program = await openProgram(settings);
  try {
    await registry(program, {
      folder: join(input, 'registry'),
      now: instant(addMonths(options.firstPeriod, 1), 1, 8),
    });
    const counts = {
      files: 0,
      new: 0,
      refused: 0,
      rows_read: 0,
      accepted: 0,
      rejected: 0,
      set_aside: 0,
      failed_sources: 0,
      releases: 0,
      cells: 0,
    };
    const last = addMonths(options.firstPeriod, options.months - 1);
    for (const period of periodsBetween(options.firstPeriod, last)) {
      const collected = await runMonth(program, input, period);
      for (const key of Object.keys(collected.collect) as (keyof typeof collected.collect)[])
        counts[key] += collected.collect[key];
      counts.releases += collected.releases.length;
      counts.cells += collected.cells;
      say(
        `${period}: ${collected.collect.files} 个文件 files, ${collected.collect.accepted} 行 lines, 驳回 rejected ${collected.collect.rejected} → ${collected.releases.join(', ')}`,
      );
    }
    const written = await report(program, { period: last, now: instant(addMonths(last, 1), 12, 10) });
    const site = (await bakeSite(program))?.current ?? null;
    return { program, result: { counts, reports: written.files, site, input } };
  } catch (error) {
    await program.close();
    throw error;
  }
}

const marker = 'demo.json';

/** A folder that a demo made is started afresh; one with other data is never touched. */
async function clearDemo({ dataDir, databaseUrl }: Settings): Promise<void> {
  if (databaseUrl) {
    throw new Refusal('configuration', {
      zh: '演示使用自带的数据库，请先取消DATABASE_URL',
      en: 'The demo uses its own database: unset DATABASE_URL first',
    });
  }
  const names = await readdir(dataDir).catch(() => [] as string[]);
  const made =
    names.length === 0 ||
    (await readFile(join(dataDir, marker), 'utf8').catch(() => undefined)) !== undefined;
  if (!made) {
    throw new Refusal('configuration', {
      zh: `目录${dataDir}中有其他数据，演示不会覆盖；请用PARKSTAT_DATA指定一个空目录`,
      en: `${dataDir} holds other data, which the demo will not touch: name an empty folder with PARKSTAT_DATA`,
    });
  }
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, marker), '{}\n');
}

function instant(period: Period, day: number, hour: number): Date {
  return localInstant(`${period}-${String(day).padStart(2, '0')}`, hour);
}

async function runMonth(program: Program, input: string, period: Period) {
  const next = addMonths(period, 1);
  await arrive(join(input, 'arrivals', period), join(program.settings.dataDir, 'inbox'), instant(next, 8, 9));
  const collected = await collect(program, { now: instant(next, 10, 8) });
  await confirmHeld(program, collected, instant(next, 11, 9));
  const releases: string[] = [];
  let cells = 0;
  for (const month of [period, ...(await monthsWithNews(program.database))]) {
    const { release, published, counts } = await publish(program, {
      period: month as Period,
      now: instant(next, 12, 9),
    });
    if (published) releases.push(release.id);
    cells += published ? counts.cells : 0;
  }
  return { collect: collected.counts, releases, cells };
}

/** The made-up tenants stand by what they sent: whatever is doubted is confirmed, as an officer would after a call. */
export async function confirmHeld(
  { database }: Program,
  { deliveries }: Pick<CollectResult, 'deliveries'>,
  at: Date,
): Promise<void> {
  for (const { id, state } of deliveries) {
    if (state !== 'needs_confirming') continue;
    await confirmDelivery(
      database,
      id,
      {},
      { reason_code: 'checked_with_tenant', note: null, by: '演示 demo', at },
    );
  }
}

/** Files come into the inbox one second after the other, in name order. */
async function arrive(from: string, inbox: string, at: Date): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const [index, file] of files.entries()) {
    const target = join(inbox, file.slice(from.length + 1));
    await cp(file, target, { recursive: true });
    const time = new Date(at.getTime() + index * 1000);
    await utimes(target, time, time);
  }
}
