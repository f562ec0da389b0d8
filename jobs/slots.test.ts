import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { dueInstant, plannedRelease } from '../catalogue/calendar.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { listReleases } from '../warehouse/releases.ts';
import { listRuns } from '../warehouse/runs.ts';
import { doNextSlot, openSlots, putSlots, scheduleKnownSince } from '../warehouse/slots.ts';
import { collect } from './collect.ts';
import { lineFile, openTestServer, writeAt, writeRegistry } from './jobs.fixture.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';
import { dueSlots, monthsAround, slotPeriod } from './schedule.ts';
import { catchUp } from './scheduler.ts';

const server = await openTestServer();
afterAll(() => server.close());

const at = (text: string) => new Date(`${text}+08:00`);
const times = {
  collectHour: 6,
  months: new Map(
    monthsAround(new Date('2026-09-01T00:00Z'), new Date('2027-01-31T00:00Z')).map((period) => [
      period,
      {
        closes_at: dueInstant(period, 10),
        release_at: plannedRelease(period, { day: 12, hour: 9 }, dueInstant(period, 10)),
      },
    ]),
  ),
};
const run = promisify(execFile);

describe('due slots', () => {
  it.each([
    ['collect', '2026-11-09T06:00', '2026-11-11T05:59', ['2026-11-10']],
    ['collect', '2026-11-09T05:59', '2026-11-11T06:00', ['2026-11-09', '2026-11-10', '2026-11-11']],
    ['publish', '2026-11-12T08:59', '2026-11-12T09:00', ['2026-10']],
    ['publish', '2026-11-12T09:00', '2026-12-12T08:59', []],
    // The 10th of January 2027 is a Sunday: due on Monday, closed on Tuesday, out on Wednesday.
    ['publish', '2026-09-30T00:00', '2027-01-13T09:00', ['2026-09', '2026-10', '2026-11', '2026-12']],
    // The 12th of December is a Saturday.
    ['publish', '2026-12-11T00:00', '2026-12-14T08:59', []],
    ['publish', '2026-12-11T00:00', '2026-12-14T09:00', ['2026-11']],
    // The 10th of October works (a make-up day); the next collection is that of the 11th.
    ['close', '2026-10-10T12:00', '2026-10-11T05:59', []],
    ['close', '2026-10-10T12:00', '2026-10-11T06:00', ['2026-09']],
    ['report', '2026-11-12T09:00', '2026-11-12T09:29', []],
    ['report', '2026-11-12T09:00', '2026-11-12T09:30', ['2026-10']],
  ] as const)('%s after %s by %s: %j', (job, since, now, expected) => {
    expect(dueSlots(job, at(since), at(now), times).map(({ slot }) => slot)).toEqual(expected);
  });

  it('is about the month before its day', () => {
    expect(slotPeriod({ job: 'collect', slot: '2026-01-05', due_at: new Date(0) })).toBe('2025-12');
    expect(slotPeriod({ job: 'publish', slot: '2026-10', due_at: new Date(0) })).toBe('2026-10');
  });
});

describe('slots in PostgreSQL', () => {
  it('catches up what fell due while the program was off, and nothing from before it was known', async () => {
    const program = await server.program();
    await registry(program, {
      folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
      now: at('2026-10-01T08:00'),
    });
    expect(await catchUp(program, at('2026-11-11T20:00'))).toEqual([]);
    await writeAt(
      join(program.settings.dataDir, 'inbox', 'S1', 'a.csv'),
      lineFile([{ no: 1, released: '2026-10-01', amount: '10.00' }]),
    );
    // Off from the evening of the 11th to the afternoon of the 13th: two collections, one publication, one report.
    const done = await catchUp(program, at('2026-11-13T15:00'));
    expect(done.map(({ job, slot }) => `${job} ${slot}`)).toEqual([
      'collect 2026-11-12',
      'publish 2026-10',
      'report 2026-10',
      'collect 2026-11-13',
    ]);
    // A late publication says when it happened, not when it was due: asOf an hour before still has nothing.
    expect(await listReleases(program.database)).toMatchObject([
      { id: '2026-10.1', published_at: at('2026-11-13T15:00') },
    ]);
    expect(await listReleases(program.database, at('2026-11-13T14:00'))).toEqual([]);
    expect(await catchUp(program, at('2026-11-13T16:00'))).toEqual([]);
    // The clock jumps back: nothing is published before what is published, and nothing is lost by trying.
    await writeAt(
      join(program.settings.dataDir, 'inbox', 'S1', 'b.csv'),
      lineFile([{ no: 1, released: '2026-10-01', amount: '11.00' }]),
      at('2026-11-13T16:30'),
    );
    await collect(program, { now: at('2026-11-13T17:00') });
    const period = parsePeriod('2026-10') as Period;
    const back = publish(program, { period, now: at('2026-11-13T08:00') });
    await expect(back).rejects.toMatchObject({ code: 'clock_behind' });
    expect(await listReleases(program.database)).toHaveLength(1);
    await publish(program, { period, now: at('2026-11-13T17:30') });
    expect(await listReleases(program.database)).toHaveLength(2);
    await program.close();
  });

  it('records a refusal and goes on; the slot is done', async () => {
    const program = await server.program();
    await registry(program, {
      folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
      now: at('2026-10-01T08:00'),
    });
    await catchUp(program, at('2026-11-12T08:00'));
    const lines: string[] = [];
    await catchUp(program, at('2026-11-12T10:00'), (line) => lines.push(line));
    expect(lines.find((line) => line.startsWith('publish 2026-10'))).toContain('没有任何报送');
    expect(await openSlots(program.database)).toEqual([]);
    expect((await listRuns(program.database)).filter(({ job }) => job === 'publish')).toMatchObject([
      { state: 'refused' },
    ]);
    await program.close();
  });

  it('is let go by a program that fails, and done by the next, at most three times', async () => {
    const program = await server.program();
    await scheduleKnownSince(program.database, 'publish', at('2026-11-01T00:00'));
    await putSlots(program.database, [{ job: 'publish', slot: '2026-10', due_at: at('2026-11-12T09:00') }]);
    await putSlots(program.database, [{ job: 'publish', slot: '2026-10', due_at: at('2026-11-12T09:00') }]);
    const now = at('2026-11-12T10:00');
    for (const attempt of [1, 2, 3]) {
      expect([
        attempt,
        (await doNextSlot(program.database, now, async () => ({ done: false, runId: null })))?.slot,
      ]).toEqual([attempt, '2026-10']);
    }
    expect(
      await doNextSlot(program.database, now, async () => ({ done: true, runId: null })),
    ).toBeUndefined();
    await program.close();
  });

  it('is done again when it is really due, after a clock that ran ahead', async () => {
    const program = await server.program();
    expect(await scheduleKnownSince(program.database, 'publish', at('2027-01-08T10:00'))).toEqual(
      at('2027-01-08T10:00'),
    );
    const known = await scheduleKnownSince(program.database, 'publish', at('2026-11-01T10:00'));
    expect(known).toEqual(at('2026-11-01T10:00'));
    expect(await scheduleKnownSince(program.database, 'publish', at('2026-11-02T10:00'))).toEqual(known);
    await putSlots(program.database, [{ job: 'publish', slot: '2026-11', due_at: at('2026-12-14T09:00') }]);
    const look = async (text: string) =>
      (await doNextSlot(program.database, at(text), async () => ({ done: true, runId: null })))?.slot;
    expect(await look('2027-01-08T10:00')).toBe('2026-11');
    expect(await look('2026-11-08T10:00')).toBeUndefined();
    expect(await look('2026-12-14T09:01')).toBe('2026-11');
    // Another machine's clock may be some seconds behind.
    expect(await look('2026-12-14T09:00')).toBeUndefined();
    expect(await look('2027-01-08T10:00')).toBeUndefined();
    await program.close();
  });

  it('is never done twice by two programs at once', async () => {
    const program = await server.program();
    const slots = Array.from({ length: 20 }, (_, at_) => ({
      job: 'publish',
      slot: `20${10 + at_}-01`,
      due_at: at('2026-11-12T09:00'),
    }));
    await putSlots(program.database, slots);
    const worked: string[] = [];
    const worker = async () => {
      while (
        await doNextSlot(program.database, at('2026-11-12T10:00'), async ({ slot }) => ({
          done: worked.push(slot) > 0,
          runId: null,
        }))
      );
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(worked.sort()).toEqual(slots.map(({ slot }) => slot));
    await program.close();
  });

  it('is done once by two processes that look at the same moment', async () => {
    const program = await server.program();
    await registry(program, {
      folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
      now: at('2026-10-01T08:00'),
    });
    await catchUp(program, at('2026-11-11T20:00'));
    await writeAt(
      join(program.settings.dataDir, 'inbox', 'S1', 'a.csv'),
      lineFile([{ no: 1, released: '2026-10-01', amount: '10.00' }]),
    );
    const fixture = fileURLToPath(new URL('./looks.fixture.ts', import.meta.url));
    const look = () =>
      run(process.execPath, [
        fixture,
        JSON.stringify(program.settings),
        at('2026-11-12T12:00').toISOString(),
      ]);
    const answers = await Promise.all([look(), look()]);
    const done = answers.flatMap(
      ({ stdout }) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as string[],
    );
    expect(done.sort()).toEqual(['collect 2026-11-12', 'publish 2026-10', 'report 2026-10']);
    const runs = await listRuns(program.database);
    expect(
      runs
        .filter(({ job }) => job !== 'registry')
        .map(({ job, state }) => `${job} ${state}`)
        .sort(),
    ).toEqual(['collect done', 'publish done', 'report done']);
    expect(await listReleases(program.database)).toHaveLength(1);
    await program.close();
  });
});
