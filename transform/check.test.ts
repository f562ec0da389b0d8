import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkColumns } from '../catalogue/check-words.ts';
import { type CheckId, checkIds } from '../catalogue/checks.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { type Duck, type Row, withDuckDB } from '../engine/duckdb.ts';
import type { Source } from '../engine/engine.ts';
import { checkSources, checkViews, refuseFound, runCheck } from './check.ts';
import { blockingCases } from './check-cases/blocking.fixture.ts';
import { cellCases } from './check-cases/cells.fixture.ts';
import { changeCases } from './check-cases/changes.fixture.ts';
import { collectionCases } from './check-cases/collection.fixture.ts';
import { copyCases } from './check-cases/copies.fixture.ts';
import { goodsCases } from './check-cases/goods.fixture.ts';
import { before, period, type Relations, rate, yuan } from './check-cases/rows.fixture.ts';
import { monthRows } from './check-sources.ts';
import { noEvents } from './events.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const cases = [
  ...blockingCases,
  ...collectionCases,
  ...copyCases,
  ...goodsCases,
  ...changeCases,
  ...cellCases,
];

const text = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'VARCHAR']));
/** What stands while facts and observations are made, and is no source of the checks that follow. */
const made: readonly Source[] = [
  {
    name: 'facts.valued_line',
    columns: {
      ...text(
        'period',
        'customs_mode',
        'flow',
        'park_id',
        'uscc',
        'declaration_no',
        'declared_month',
        'currency',
      ),
      line_no: 'INTEGER',
      line_hash: 'UBIGINT',
      cny_fen: 'BIGINT',
    },
  },
  {
    name: 'registry.rate',
    columns: { ...text('month', 'currency'), cny_per_100: 'DECIMAL(14,6)', usd_ratio: 'DECIMAL(20,15)' },
  },
  { name: 'catalogue.additive', columns: text('indicator', 'dimension') },
  {
    name: 'publication.observation',
    columns: { ...text('indicator', ...dimensions), value: 'DECIMAL(38,6)' },
  },
];

const nothing = { tenantCells: [], observations: [], deliveries: [], reporters: [], months: [] };
const ordinary: Relations = {
  'history.month': Array.from({ length: 36 }, (_, at) => ({ period: before(at + 1) })),
  'history.rate': [...yuan, rate(1, 'USD', '700'), rate(0, 'USD', '700')],
};
const sources = [
  ...made,
  ...checkSources(
    {
      period,
      facts: { files: {}, fingerprints: {}, computed: [] },
      events: noEvents,
      observations: '',
      inForce: [],
      memberships: [],
      rates: [],
      tenants: [],
      deliveries: [],
      estimates: [],
      history: nothing,
    },
    '',
  ),
];

/** Deliveries in force as the lines have them. */
function partitionsOf(lines: readonly Row[]): Row[] {
  const keys = ['delivery', 'uscc', 'customs_mode', 'flow', 'period'] as const;
  const groups = Map.groupBy(lines, (line) => JSON.stringify(keys.map((key) => line[key])));
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(keys.map((key) => [key, group[0]?.[key]])),
    lines: group.filter(({ outcome }) => outcome === 'accepted').length,
  }));
}

/** Lines of this month and of those before, each with their deliveries in force. */
function lakeOf(lines: readonly Row[]): Relations {
  const [now, earlier] = [true, false].map((isNow) =>
    lines.filter((one) => (one.period === period) === isNow),
  );
  return {
    'lake.line': now ?? [],
    'lake.in_force': partitionsOf(now ?? []),
    'lake.earlier_line': earlier ?? [],
    'lake.earlier_in_force': partitionsOf(earlier ?? []),
  };
}

function inForce({ 'lake.in_force': rows }: Relations): Relations {
  return rows ? { 'lake.in_force': rows } : {};
}

/** Gives each relation its rows; those in which neither this month nor the last one differ stay as they are. */
async function fill(duck: Duck, relations: Relations, last?: Relations): Promise<void> {
  const lines = relations['lake.line'] ?? [];
  const lake = lakeOf(lines);
  const rows: Relations = { ...ordinary, ...relations, ...lake, ...inForce(relations) };
  const touched = new Set([lake, relations, last ?? {}].flatMap(Object.keys));
  for (const { name, columns, rows: own } of sources) {
    if (last && !touched.has(name)) continue;
    await duck.run(`drop table if exists ${name}`);
    await duck.table(name, columns, rows[name] ?? own ?? []);
  }
}

interface Outcome {
  readonly fired: readonly Row[];
  readonly quiet: readonly Row[];
  readonly effect: string;
}

const outcomes = new Map<CheckId, Outcome>();
let tempDir: string;

beforeAll(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'parkstat-checks-'));
  await withDuckDB({ folders: [], tempDir, memoryLimit: '512MB', threads: 1 }, async (duck) => {
    for (const schema of new Set([...sources, ...checkViews()].map(({ name }) => name.split('.')[0])))
      await duck.run(`create schema if not exists ${schema}`);
    await fill(duck, {});
    for (const { name, sql } of checkViews()) await duck.run(`create view ${name} as ${sql}`);
    let last: Relations = {};
    for (const { id, fires, silent } of cases) {
      await fill(duck, fires, last);
      const fired = await runCheck(duck, id);
      await fill(duck, silent, fires);
      last = silent;
      const quiet = await runCheck(duck, id);
      outcomes.set(id, { fired: fired.rows as Row[], quiet: quiet.rows as Row[], effect: fired.effect_cny });
    }
  });
});
afterAll(() => rmSync(tempDir, { recursive: true, force: true }));

test('every check has a case', () => {
  expect(cases.map(({ id }) => id).toSorted()).toEqual(checkIds.toSorted());
});

test.each(cases)('$id fires, and not on its neighbour', ({ id, finds }) => {
  const { fired, quiet } = outcomes.get(id) as Outcome;
  const told = fired.map((row, at) =>
    Object.fromEntries(
      Object.keys(finds[at] ?? row).map((column) => [
        column,
        row[column] === null ? null : String(row[column]),
      ]),
    ),
  );
  expect(told).toEqual(finds);
  expect(quiet).toEqual([]);
});

test.each(cases)('$id says in words what it found', ({ id }) => {
  const { fired } = outcomes.get(id) as Outcome;
  expect(Object.keys(fired[0] ?? {})).toContain('effect_cny');
  expect(Object.keys(fired[0] ?? {}).filter((column) => !Object.hasOwn(checkColumns, column))).toEqual([]);
  expect(
    fired.map(({ effect_cny }) => effect_cny).filter((effect) => !/^\d+\.\d\d$/.test(String(effect))),
  ).toEqual([]);
});

test('January and February are one step, and January alone is none', () => {
  const steps = (month: string, places: number) =>
    monthRows(month as typeof period)
      .slice(0, places)
      .map((row) => [row.period, row.step_place]);
  expect(steps('2026-03', 4)).toEqual([
    ['2026-03', 0],
    ['2026-02', -1],
    ['2026-01', -1],
    ['2025-12', -2],
  ]);
  expect(steps('2026-02', 3)).toEqual([
    ['2026-02', 0],
    ['2026-01', 0],
    ['2025-12', -1],
  ]);
  expect(steps('2026-01', 2)).toEqual([
    ['2026-01', null],
    ['2025-12', -1],
  ]);
  // The same month a year before is eleven steps back; half a step at the far end is none.
  expect(steps('2026-03', 13).at(-1)).toEqual(['2025-03', -11]);
  expect(steps('2026-02', 37).at(-1)).toEqual(['2023-02', null]);
});

test('what a blocking check found refuses the month, a warning does not', () => {
  const found = (id: CheckId, kind: 'blocking' | 'warning', rows: readonly Row[]) => ({
    id,
    kind,
    effect_cny: '1.00',
    rows,
    found: rows.length,
  });
  const warning = found('export_taxed', 'warning', [{ uscc: 'A', effect_cny: '1.00' }]);
  expect(() => refuseFound([warning, found('code_lost', 'blocking', [])])).not.toThrow();
  const lost = found('code_lost', 'blocking', [{ list: 'partner', code: 'QQQ', effect_cny: '1.00' }]);
  expect(() => refuseFound([warning, lost])).toThrow('首处：代码表 partner，代码 QQQ，影响（元） 1.00');
});
