import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { cellNames } from '../warehouse/observations.ts';
import { collect } from './collect.ts';
import { lineFile, openTestServer, writeAt, writeRegistry } from './jobs.fixture.ts';
import { openProgram, type Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';
import type { Settings } from './settings.ts';

const server = await openTestServer();
afterAll(() => server.close());

const fixture = fileURLToPath(new URL('./killed.fixture.ts', import.meta.url));
const run = promisify(execFile);
const at = (text: string) => new Date(`${text}+08:00`);

const period = parsePeriod('2026-10') as Period;
const collectAt = at('2026-11-09T08:00');
const publishAt = at('2026-11-12T09:00');

async function prepared(): Promise<Settings> {
  const settings = await server.settings();
  const program = await openProgram(settings);
  await registry(program, {
    folder: await writeRegistry(join(settings.dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  await program.close();
  const inbox = (...path: string[]) => join(settings.dataDir, 'inbox', ...path);
  await writeAt(
    inbox('S1', 'a.csv'),
    lineFile([
      { no: 1, released: '2026-10-01', amount: '10.00' },
      { no: 2, mode: '9610', released: '2026-10-02', amount: '20.5', hs: '3304' },
      { no: 3, released: '2026-10-02', amount: '-1' },
    ]),
  );
  await writeAt(
    inbox('S2', 'b.csv'),
    lineFile([
      { no: 4, released: '2026-10-03', amount: '7', partner: '304' },
      { no: 4, released: '2026-10-03', amount: '7', partner: '304' },
    ]),
  );
  await writeAt(inbox('S3', 'c.csv'), 'nothing of the kind\n');
  return settings;
}

async function attempt(step: number, settings: Settings): Promise<{ steps: number } | 'killed'> {
  try {
    const { stdout } = await run(process.execPath, [
      fixture,
      String(step),
      JSON.stringify(settings),
      collectAt.toISOString(),
      publishAt.toISOString(),
    ]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return 'killed';
    throw error;
  }
}

/** What killed.fixture.ts does, once more and undisturbed, and what there is then. */
function resumed(settings: Settings) {
  return within(settings, async (program) => {
    await collect(program, { now: collectAt });
    await publish(program, { period, now: publishAt });
    await report(program, { period, now: publishAt, park: '_T', formats: ['html'] });
    return outcome(program);
  });
}

async function within<T>(settings: Settings, work: (program: Program) => Promise<T>): Promise<T> {
  const program = await openProgram(settings);
  try {
    return await work(program);
  } finally {
    await program.close();
  }
}

/** Everything that a reader can see, and everything at rest. */
async function outcome({ settings, database }: Program) {
  const rows = async (text: string) => (await database.pool.query(text)).rows;
  const names = async (folder: string) =>
    (await readdir(join(settings.dataDir, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  return {
    releases: await rows('select id, fingerprint, observations, status from release order by id'),
    observations: await rows(
      `select ${cellNames}, period, value, status, reason, coverage from observation order by ${cellNames}, period`,
    ),
    drafts: await rows('select period, fingerprint from draft order by period'),
    deliveries: await rows(
      'select id, state_of.* from delivery join lateral (select stage, rows_read, accepted, rejected, set_aside, refusal_id) as state_of on true order by id',
    ),
    findings: await rows(
      'select delivery_id, row_number, rule, value, subject from finding order by 1, 2, 3, 4',
    ),
    steps: await rows('select delivery_id, at, state, actor from delivery_step order by id'),
    checks: await rows('select * from month_check order by period'),
    reports: await rows('select release_id, park, format, language, sha256 from report order by 1, 2, 3, 4'),
    landed: await names('landed'),
    lake: await names('lake'),
    facts: await names('facts'),
    left: await names('tmp'),
  };
}

it('ends as an undisturbed run does, wherever it was killed', async () => {
  const undisturbed = await prepared();
  const whole = await attempt(0, undisturbed);
  if (whole === 'killed') throw new Error('killed without being asked');
  const expected = await within(undisturbed, outcome);
  expect(expected).toMatchObject({ releases: [{ id: '2026-10.1' }], left: [] });
  expect(whole.steps).toBeGreaterThan(20);
  // Databases are made one after the other: each is a copy of the same one.
  let made: Promise<unknown> = Promise.resolve();
  const next = () => {
    const settings = made.then(prepared);
    made = settings.catch(() => undefined);
    return settings;
  };
  const steps = Array.from({ length: whole.steps }, (_, at) => at + 1);
  const lane = async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      const settings = await next();
      expect([step, await attempt(step, settings)]).toEqual([step, 'killed']);
      expect([step, await resumed(settings)]).toEqual([step, expected]);
    }
  };
  // Each in a place of its own; mostly they wait for the disk.
  await Promise.all([lane(), lane()]);
}, 600_000);
