import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { listRuns } from '../warehouse/runs.ts';
import { collect } from './collect.ts';
import { lineFile, openTestServer, writeAt, writeRegistry } from './jobs.fixture.ts';
import { createLog } from './log.ts';
import { openProgram } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';

const server = await openTestServer();
afterAll(() => server.close());

const now = () => new Date('2026-11-08T01:02:03.456Z');
const at = (text: string) => new Date(`${text}+08:00`);

it('is one line of JSON for each event, or a text', () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  createLog('json', write, now).warn({ message: '两行\ntwo', station: 'read', duration_ms: 12 });
  createLog('text', write, now).error({ message: '读不了 unreadable', station: 'read', duration_ms: 12 });
  createLog('off', write, now).error({ message: 'nobody hears it' });
  expect(lines).toEqual([
    '{"time":"2026-11-08T01:02:03.456Z","level":"warn","station":"read","duration_ms":12,"message":"两行\\ntwo"}\n',
    '2026-11-08T01:02:03.456Z read 错误 error: 读不了 unreadable (12 ms)\n',
  ]);
});

it('holds no phone or identity number and no secret of the configuration', () => {
  const lines: string[] = [];
  const log = createLog('json', (line) => lines.push(line), now, ['p@ss']);
  log.info({ message: '电话 13800001234, 21010119900101123X, postgres://u:p%40ss@h/db, p@ss' });
  expect(JSON.parse(lines[0] ?? '').message).toBe('电话 ******, ******, postgres://u:…@h/db, …');
});

it('bears the number of a run at each of its stations, and tells how it ended', async () => {
  const lines: string[] = [];
  const settings = await server.settings();
  const program = await openProgram(
    settings,
    createLog('json', (line) => lines.push(line), now),
  );
  const inbox = join(settings.dataDir, 'inbox');
  await registry(program, {
    folder: await writeRegistry(join(settings.dataDir, 'registry')),
    now: at('2026-10-01T08:00'),
  });
  await writeAt(join(inbox, 'S1', 'a.csv'), lineFile([{ no: 1, released: '2026-10-01', amount: '10.00' }]));
  await writeAt(join(inbox, 'S2', '赵示例13800001234.csv'), 'nothing of the kind\n');
  await collect(program, { now: at('2026-11-09T08:00') });
  const period = parsePeriod('2026-10') as Period;
  await publish(program, { period, now: at('2026-11-12T09:00') });
  const refused = report(program, { period, now: at('2026-11-12T09:30'), release: '2026-10.7' });
  await expect(refused).rejects.toThrow();

  const runs = await listRuns(program.database);
  await program.close();
  const events = lines.map((line) => JSON.parse(line));
  const ended = events.filter(({ state }) => state).map(({ job, run, state }) => `${run} ${job} ${state}`);
  expect(ended).toEqual(runs.map(({ id, job, state }) => `${id} ${job} ${state}`).reverse());
  expect(ended.at(-1)).toBe('4 report refused');
  for (const { id, job, slot, stations } of runs) {
    const own = events.filter(({ run }) => run === id);
    expect(new Set(own.map((one) => `${one.job} ${one.slot}`))).toEqual(new Set([`${job} ${slot}`]));
    expect(own[0].message).toBe('开始 begun');
    const passed = own.filter(({ station }) => station).map(({ station }) => station);
    expect(new Set(passed)).toEqual(new Set(Object.keys(stations as object)));
  }
  expect(events.filter(({ run }) => run === undefined)).toEqual([]);
  const stations = events.filter(({ job, station }) => job === 'publish' && station);
  expect(stations.length).toBeGreaterThan(1);
  expect(events.find(({ job, state }) => job === 'collect' && state).counts).toMatchObject({
    files: 2,
    refused: 1,
  });
  expect(lines.join('')).not.toMatch(/13800001234|赵示例|nothing of the kind/);
});
