import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { duckEngine } from '../engine/engine.ts';
import { collect } from './collect.ts';
import { confirmHeld } from './demo.ts';
import {
  eventFile,
  lineFile,
  openTestServer,
  type TestEvent,
  type TestLine,
  usccOf,
  writeAt,
  writeRegistry,
} from './jobs.fixture.ts';
import { computeMonth, monthInput, relocated } from './month.ts';
import type { Program } from './program.ts';
import { publish } from './publish.ts';
import { registry } from './registry.ts';

const sequences = 1000;
const at = (text: string) => new Date(`${text}+08:00`);
const months = ['2026-09', '2026-10'] as const;
const server = await openTestServer();
afterAll(() => server.close());

/** One delivery of a tenant: lines of one or two months, a nil return, or returns and cancellations; null = none this time. */
type Sent =
  | { readonly kind: 'lines'; readonly lines: readonly TestLine[] }
  | { readonly kind: 'nil'; readonly period: string }
  | { readonly kind: 'events'; readonly events: readonly TestEvent[] }
  | { readonly kind: 'nothing' };

// Few numbers and days, so that lines are corrected, moved between months and parks, sent twice, returned and cancelled.
const line = fc.record({
  no: fc.integer({ min: 1, max: 4 }),
  line: fc.integer({ min: 1, max: 2 }),
  mode: fc.constantFrom('9710', '9610'),
  released: fc.constantFrom('2026-09-03', '2026-09-30', '2026-10-01', '2026-10-16', '2026-10-20'),
  partner: fc.constantFrom('USA', '日本', 'XXX'),
  hs: fc.constantFrom('6109100010', '3304990010'),
  quantity: fc.constantFrom('1', '3', '10'),
  amount: fc.constantFrom('10', '0.335', '12.34567', '99999.99', '-1'),
});
const event = fc.record({
  kind: fc.constantFrom('退货', '撤单'),
  no: fc.integer({ min: 1, max: 4 }),
  line: fc.constantFrom(1, 2, '' as const),
  on: fc.constantFrom('2026-09-30', '2026-10-05', '2026-10-25'),
  quantity: fc.constantFrom('', '1', '2'),
});
const sent: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 17,
    arbitrary: fc.record({
      kind: fc.constant('lines' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('events' as const),
      events: fc.array(event, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('nil' as const), period: fc.constantFrom(...months) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'nothing' as const }) },
);
const all = fc.sample(fc.array(sent, { minLength: 1, maxLength: 3 }), { numRuns: sequences, seed: 20261124 });
const steps = Math.max(...all.map((one) => one.length));

/** Declaration numbers are the tenant's own. */
const own = <T extends { readonly no: number }>(tenant: number, rows: readonly T[]): T[] =>
  rows.map((row) => ({ ...row, no: tenant * 10 + row.no }));

function contentOf(tenant: number, delivery: Sent): string | null {
  if (delivery.kind === 'nothing') return null;
  if (delivery.kind === 'nil') return lineFile([]).concat(`零申报,,,,,${delivery.period}${','.repeat(15)}\n`);
  if (delivery.kind === 'events') return eventFile(own(tenant, delivery.events));
  return lineFile(own(tenant, delivery.lines));
}

let program: Program;
beforeAll(async () => {
  program = await server.program();
  const folder = await writeRegistry(join(program.settings.dataDir, 'registry'));
  await writeTenants(folder);
  await registry(program, { folder, now: at('2026-09-01T08:00') });
});
afterAll(() => program.close());

/** A thousand tenants with an inbox each; a third of them moves from one park to the other in October. */
async function writeTenants(folder: string): Promise<void> {
  const each = (row: (tenant: number) => string) =>
    Array.from({ length: sequences }, (_, tenant) => row(tenant + 1)).join('');
  const files = {
    tenants: `uscc,customs_code,name_zh,kind,aliases\n${each((n) => `${usccOf(n)},,公司${n},电商企业,\n`)}`,
    memberships: `uscc,park_id,from,to\n${each((n) =>
      n % 3
        ? `${usccOf(n)},P01,2024-01-01,\n`
        : `${usccOf(n)},P01,2024-01-01,2026-10-16\n${usccOf(n)},P02,2026-10-16,\n`,
    )}`,
    sources: `source_id,uscc,kind,location,template,semantics,due_day\n${each((n) => `S${n},${usccOf(n)},inbox,S${n},line,snapshot,10\n`)}`,
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
}

/** What the months in force come to when everything is computed anew, in an empty place. */
async function inFull(): Promise<Record<string, string>> {
  const { settings, ingest } = program;
  const place = join(settings.dataDir, 'tmp', `full-${process.pid}-${crypto.randomUUID()}`);
  const engine = duckEngine({ ...ingest.duck, folders: [settings.dataDir] });
  const lake = relative(place, settings.dataDir);
  const found: Record<string, string> = {};
  for (const month of months) {
    const input = relocated(
      await monthInput(program, month as Period),
      ({ lake_file }) => lake_file && join(lake, lake_file),
      ({ event_file }) => event_file && join(lake, event_file),
    );
    if (input.facts.inForce.length)
      found[month] = (await computeMonth(input, place, engine)).month.fingerprint;
  }
  return found;
}

async function published(): Promise<Record<string, string>> {
  const { rows } = await program.database.pool.query<{ period: string; fingerprint: string }>(
    'select distinct on (period) period, fingerprint from release order by period, number desc',
  );
  return Object.fromEntries(rows.map(({ period, fingerprint }) => [period, fingerprint]));
}

test('a thousand sequences of deliveries: what is computed in steps is what is computed in full', async () => {
  for (let step = 0; step < steps; step++) {
    for (const [index, deliveries] of all.entries()) {
      const content = contentOf(index + 1, deliveries[step] ?? { kind: 'nothing' });
      const path = join(program.settings.dataDir, 'inbox', `S${index + 1}`, `${step}.csv`);
      if (content !== null) await writeAt(path, content, at(`2026-11-0${step + 1}T08:00`));
    }
    const collected = await collect(program, { now: at(`2026-11-0${step + 1}T09:00`) });
    // What is doubted counts from now on, or waits.
    if (step % 2) await confirmHeld(program, collected, at(`2026-11-0${step + 1}T10:00`));
    for (const month of months)
      await publish(program, {
        period: parsePeriod(month) as Period,
        now: at(`2026-11-0${step + 1}T12:00`),
        leaveOutHeld: true,
      });
    expect(await published()).toEqual(await inFull());
  }
  const { rows } = await program.database.pool.query<{ n: string }>(
    'select count(*) as n from event_coverage',
  );
  expect(Number(rows[0]?.n)).toBeGreaterThan(0);
}, 900_000);
