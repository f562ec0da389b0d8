import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { previousRelease, readChanges } from '../warehouse/changes.ts';
import { monthsWithNews } from '../warehouse/in-force.ts';
import { findRelease, listReleases } from '../warehouse/releases.ts';
import { deliver } from './collect.ts';
import { lineFile, openTestServer, type TestLine, usccOf, writeAt, writeRegistry } from './jobs.fixture.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';

const server = await openTestServer();
afterAll(() => server.close());

const at = (text: string) => new Date(`${text}+08:00`);
const months = ['2026-09', '2026-10'] as const;

interface Sent {
  readonly tenant: number;
  readonly nil: string | null;
  readonly lines: readonly TestLine[];
}

/** A delivery of one of three tenants: a few lines of one or two months, corrected, moved, partly broken, or a nil return. */
const sent: fc.Arbitrary<Sent> = fc.record({
  tenant: fc.integer({ min: 1, max: 3 }),
  nil: fc.option(fc.constantFrom(...months), { freq: 6 }),
  lines: fc.array(
    fc.record({
      no: fc.integer({ min: 1, max: 6 }),
      line: fc.integer({ min: 1, max: 2 }),
      mode: fc.constantFrom('9710', '9610', '9810'),
      released: fc.constantFrom('2026-09-03', '2026-09-30', '2026-10-01', '2026-10-16', '2026-10-20'),
      partner: fc.constantFrom('USA', '304', '日本', 'XXX'),
      hs: fc.constantFrom('6109100010', '3304990010'),
      waybill: fc.constantFrom('W1', 'W2', ''),
      amount: fc.constantFrom('10', '0.335', '12.34567', '99999.99', '-1'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

async function started(): Promise<Program> {
  const program = await server.program();
  await registry(program, {
    folder: await writeRegistry(join(program.settings.dataDir, 'registry')),
    now: at('2026-09-01T08:00'),
  });
  return program;
}

/** Declaration numbers are the tenant's own, so that no line stands in two tenants' files. */
async function send(program: Program, { tenant, nil, lines }: Sent, index: number): Promise<void> {
  const own = lines.map((line) => ({ ...line, no: tenant * 100 + line.no }));
  const content = nil === null ? lineFile(own) : lineFile([]).concat(`零申报,,,,,${nil}${','.repeat(15)}\n`);
  const path = await writeAt(join(program.settings.dataDir, 'in', `${index}.csv`), content);
  const arrival = {
    path,
    fileName: `${index}.csv`,
    fileTime: at('2026-11-01T00:00'),
    uscc: usccOf(tenant),
    sourceId: null,
    declaredPeriod: null,
  };
  await deliver(program, arrival, new Date(at('2026-11-02T00:00').getTime() + index * 3600_000));
}

async function published(program: Program): Promise<Record<string, unknown>> {
  const { rows } = await program.database.pool.query<{ period: string; fingerprint: string }>(
    'select distinct on (period) period, fingerprint from release order by period, number desc',
  );
  return Object.fromEntries(rows.map(({ period, fingerprint }) => [period, fingerprint]));
}

async function publishAll(program: Program, now: Date): Promise<number> {
  const { rows } = await program.database.pool.query<{ period: string }>(
    'select distinct period from in_force order by period',
  );
  let computed = 0;
  for (const { period } of rows)
    computed += (await publish(program, { period: parsePeriod(period) as Period, now })).counts.computed;
  return computed;
}

/** Cells that moved between two releases of a month although neither manifest says why. */
async function unexplained({ database }: Program): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of await listReleases(database)) {
    const release = await findRelease(database, id);
    const before = release && (await previousRelease(database, release));
    if (!release || !before) continue;
    const { rows } = await readChanges(database, before, release, 100_000, 0);
    const causes = release.causes as ReleaseCause[];
    for (const row of rows.filter((cell) => causesOf(cell, causes).length === 0))
      found.push(`${id} ${JSON.stringify(row)}`);
  }
  return found;
}

it('gives the same release whether step by step, twice, in another order, or all at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 5 }),
      async (deliveries, turn) => {
        const stepwise = await started();
        const atOnce = await started();
        try {
          for (const [index, delivery] of deliveries.entries()) {
            await send(stepwise, delivery, index);
            await send(stepwise, delivery, index);
            await publishAll(stepwise, at(`2026-11-10T${String(index + 1).padStart(2, '0')}:00`));
          }
          const order = deliveries.map((_, index) => (index + turn) % deliveries.length).reverse();
          for (const index of order) await send(atOnce, deliveries[index] as Sent, index);
          await publishAll(atOnce, at('2026-11-20T09:00'));
          expect(await published(stepwise)).toEqual(await published(atOnce));
          expect(await publishAll(atOnce, at('2026-11-21T09:00'))).toBe(0);
          expect(await monthsWithNews(atOnce.database)).toEqual([]);
          expect(await unexplained(stepwise)).toEqual([]);
        } finally {
          await stepwise.close();
          await atOnce.close();
        }
      },
    ),
    { numRuns: 3, seed: 20261124, endOnFailure: true },
  );
}, 300_000);
