import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Role } from '../catalogue/roles.ts';
import { noteMonthCheck } from '../warehouse/in-force.ts';
import { writeNote } from '../warehouse/notes.ts';
import { releasedMonths } from '../warehouse/releases.ts';
import type { Reader } from './access/reader.ts';
import { openApp, openWarehouse, recordMarch, tenants, type Warehouse } from './app.fixture.ts';
import { before, publishTwoYears } from './comparison.fixture.ts';
import type { Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const plan = { day: 12, hour: 9 };
const nobody = { account: null, by: 'local' } as const;
const readers = {
  officer: { ...nobody, roles: ['officer'], scope: 'all' },
  park: { ...nobody, roles: ['park'], scope: { parks: ['P01'], tenants: [] } },
  analyst: { ...nobody, roles: ['analyst'], scope: { parks: [], tenants: [] } },
  tenant: { ...nobody, roles: ['tenant'], scope: { parks: [], tenants: [tenants[0] as string] } },
} as const satisfies Partial<Record<Role, Reader>>;
type As = keyof typeof readers;

let warehouse: Warehouse;
const apps = new Map<As, Server>();

beforeAll(async () => {
  warehouse = await openWarehouse();
  await publishTwoYears(warehouse.database);
  await recordMarch(warehouse.database);
  for (const [name, as] of Object.entries(readers))
    apps.set(
      name as As,
      await openApp(warehouse.database, {
        plan,
        now: () => new Date('2026-04-09T10:30:00Z'),
        access: { signIn: 'required', published: 'signed-in', as },
      }),
    );
});
afterAll(async () => {
  for (const app of apps.values()) await app.close();
  await warehouse.close();
});

async function read(path: string, as: As = 'officer', status = 200) {
  const response = await (apps.get(as) as Server).inject(`/api/v1/${path}`);
  expect(response.statusCode, response.body).toBe(status);
  return response.json();
}

type Line = { park: string; mode: string; amount: string; sentence: { zh: string }; parts: unknown };
const linesOf = ({ lines }: { lines: Line[] }) => lines.map((line) => [line.park, line.mode, line.amount]);

// 505.00 in March 2026, 410.00 in March 2025, which was 380.00 when first published.
describe('what happened in a month', () => {
  test('is told by contribution, against both bases, and adds up', async () => {
    const { release, changes } = await read('highlights?period=2026-03');
    const [yoy, mom] = changes;
    expect(release).toBe('2026-03.2');
    expect([yoy.transform, yoy.base_release, yoy.current, yoy.base, yoy.amount]).toEqual([
      'yoy',
      '2025-03.2',
      '505.00',
      '410.00',
      '95.00',
    ]);
    expect(linesOf(yoy)).toEqual([
      ['P01', '9710', '120.00'],
      ['P02', '9610', '65.00'],
      ['P01', '9610', '-50.00'],
      ['P02', '9710', '-40.00'],
    ]);
    expect([yoy.rest.cells, yoy.rest.amount, yoy.rest.unallocated]).toEqual([0, '0.00', '0.00']);
    // B reported its 40.00 late, and C took back 10.00: with these the difference to 380.00.
    expect(yoy.base_revision).toEqual([
      { part: 'late_report', amount: '40.00' },
      { part: 'revision', amount: '-10.00' },
    ]);
    expect(yoy.summary.zh).toBe('全市较上年同月增加95.00元，同比增长23.2%，为2024年2月有数据以来最高');
    expect([mom.base_period, mom.base, mom.amount]).toEqual(['2026-02', '35.00', '470.00']);
    expect(linesOf(mom)).toEqual([
      ['P01', '9710', '245.00'],
      ['P02', '9710', '160.00'],
      ['P02', '9610', '65.00'],
    ]);
  });

  test('in an earlier vintage, and of one park by mode', async () => {
    const [earlier] = (await read(`highlights?period=2026-03&asOf=${before}`)).changes;
    expect([earlier.current, earlier.amount, linesOf(earlier)[0]]).toEqual([
      '495.00',
      '85.00',
      ['P01', '9710', '110.00'],
    ]);
    const [park] = (await read('highlights?period=2026-03&park=P02')).changes;
    expect([park.amount, linesOf(park)]).toEqual([
      '25.00',
      [
        ['P02', '9610', '65.00'],
        ['P02', '9710', '-40.00'],
      ],
    ]);
    expect(park.points).toBe('0.113636363636');
  });

  test('tells what tenants did only to who may see them', async () => {
    const parts = async (as: As) =>
      Object.fromEntries(
        (await read('highlights?period=2026-03', as)).changes[0].lines.map((line: Line) => [
          `${line.park} ${line.mode}`,
          line.parts,
        ]),
      );
    const own = [
      { part: 'entry', amount: '70.00', tenants: 1 },
      { part: 'exit', amount: '0.00', tenants: 0 },
      { part: 'unreported', amount: '0.00', tenants: 0 },
      { part: 'continuing', amount: '50.00', tenants: 2 },
    ];
    const officer = await parts('officer');
    expect(officer['P01 9710']).toEqual(own);
    expect(officer['P02 9710']).toEqual([
      { part: 'entry', amount: '0.00', tenants: 0 },
      { part: 'exit', amount: '-30.00', tenants: 1 },
      { part: 'unreported', amount: '0.00', tenants: 0 },
      { part: 'continuing', amount: '-10.00', tenants: 1 },
    ]);
    const park = await parts('park');
    expect([park['P01 9710'], park['P02 9710']]).toEqual([own, null]);
    for (const as of ['analyst', 'tenant'] as const)
      expect(Object.values(await parts(as))).toEqual([null, null, null, null]);
    const [told] = (await read('highlights?period=2026-03', 'analyst')).changes[0].lines;
    expect(told.sentence.zh).toBe(
      '园区P01 9710（跨境电商B2B直接出口）较上年同月增加120.00元，同比增长85.7%，上拉29.3个百分点，为2024年2月有数据以来最高',
    );
  });

  test('names values that were published anew since the last month’s figures', async () => {
    const { revisions } = await read('highlights?period=2026-04');
    expect([revisions.since, revisions.months, revisions.cells]).toEqual([
      '2026-04-12T02:00:00.000Z',
      ['2026-03'],
      1,
    ]);
    expect(revisions.rows[0]).toMatchObject({
      period: '2026-03',
      park: 'P01',
      mode: '9710',
      from: '250.00',
      to: '260.00',
      amount: '10.00',
      from_release: '2026-03.1',
      release: '2026-03.2',
    });
    expect((await read(`highlights?period=2026-04&asOf=${before}`)).revisions.rows).toEqual([]);
    expect((await read('highlights?period=2026-04&park=P02')).revisions.rows).toEqual([]);
  });

  test('says why there is nothing to compare with, and refuses what it cannot answer', async () => {
    const [first] = (await read('highlights?period=2024-02')).changes;
    expect([first.reason, first.amount, first.lines, first.summary]).toEqual(['NO_BASE', null, [], null]);
    expect((await read('highlights?period=2026-05', 'officer', 404)).code).toBe('no_release');
    expect((await read('highlights?period=2026-03&park=P09', 'officer', 400)).code).toBe('impossible_code');
    expect((await read('highlights?period=2026-13', 'officer', 400)).code).toBe('period_invalid');
    expect((await read('highlights?period=2026-03&mode=9710', 'officer', 400)).code).toBe(
      'unknown_parameter',
    );
  });
});

test('the headline of a month is that of one vintage', async () => {
  const answer = await read('overview?period=2026-03', 'analyst');
  const [whole] = answer.rows;
  expect(answer.rows.map((row: { mode: string }) => row.mode)).toEqual([
    '_T',
    '1210',
    '1239',
    '9610',
    '9710',
    '9810',
  ]);
  expect([answer.release, answer.next]).toEqual([
    '2026-03.2',
    { period: '2026-05', planned_at: '2026-06-12T01:00:00.000Z' },
  ]);
  expect([whole.value, whole.yoy.value, whole.expected_revision]).toEqual(['505.00', '0.231707317073', null]);
  // 30.00 and 35.00 before; in scope now are A to E, who had 380.00 a year ago.
  expect([whole.ytd.value, whole.like_for_like]).toEqual([
    '570.00',
    { value: '0.328947368421', reason: null, tenants: 5 },
  ]);
  const earlier = await read(`overview?period=2026-03&asOf=${before}`, 'analyst');
  expect([earlier.rows[0].value, earlier.next.period]).toEqual(['495.00', '2026-05']);
  // Of 25 months before one was revised, and not by a value that was nothing at first.
  expect(earlier.rows[0].expected_revision).toMatchObject({
    reason: null,
    low: '0.000000',
    high: '0.000000',
  });
});

// A and C have reported, B has no usable row, and D's file was refused.
describe('the state of a month', () => {
  test('as the officer sees it', async () => {
    const month = await read('month');
    expect(month).toMatchObject({
      period: '2026-03',
      role: 'officer',
      state: 'published',
      // The 9th of April 2026, after the holiday of the 4th to the 6th.
      working_day: 6,
      due: { day: '2026-04-10', passed: false },
      // Closed on Friday night, so Monday is the first working day after it and Tuesday the second.
      planned: { at: '2026-04-14T01:00:00.000Z', hours_left: 110 },
      release: { id: '2026-03.2' },
      draft: null,
      data_as_of: '2026-04-10T15:30:00.000Z',
      reporting: { expected: 4, received: 2, late: 1, nil: 1, held: 0 },
      coverage: { count: '0.500000', value: '0.874126' },
      findings: { must_fix: 2, to_confirm: 0, confirmed: 0 },
      blocking: null,
    });
    expect(month.queues.drafts).toEqual([]);
    expect(month.queues.notes_missing).toHaveLength(4);
  });

  test('tells what waits: drafts, corrections with what they move, and cells without a note', async () => {
    const { kysely } = warehouse.database;
    const drawn = {
      drawn_at: new Date('2026-04-09T02:00:00Z'),
      observations: 9,
      causes: '[]',
      manifest: '{}',
    };
    const draft = { ...drawn, fingerprint: 'f', inputs: 'i', manifest_sha256: 's' };
    await kysely
      .insertInto('draft')
      .values([
        { ...draft, period: '2026-05', base_release: null, moved: 0 },
        { ...draft, period: '2026-02', base_release: '2026-02.1', moved: 12 },
      ])
      .execute();
    // Every month was drawn up with what is in force, but of March files have come since.
    for (const period of await releasedMonths(warehouse.database))
      await noteMonthCheck(warehouse.database, period, '', new Date('2026-04-09T02:00:00Z'));
    const about = { indicator: 'trade_value', park: 'P01', mode: '9710', flow: null };
    const months = { from_period: '2026-03', to_period: '2026-03' };
    await writeNote(
      warehouse.database,
      { ...about, ...months },
      { zh: '新企业入驻', en: null },
      { by: 'test', at: new Date('2026-04-09T03:00:00Z') },
    );
    const { queues } = await read('month?period=2026-03');
    expect(queues.drafts).toEqual([
      { period: '2026-05', moved: 0, first: true },
      { period: '2026-02', moved: 12, first: false },
    ]);
    expect(queues.corrections).toEqual([
      { period: '2026-03', release: '2026-03.2', moved: null, has_report: false },
      { period: '2026-02', release: '2026-02.1', moved: 12, has_report: false },
    ]);
    expect(queues.notes_missing.map(({ park, mode }: Line) => `${park} ${mode}`)).toEqual([
      'P02 9610',
      'P01 9610',
      'P02 9710',
    ]);
    expect((await read('month?period=2026-05')).state).toBe('drafted');
  });

  test('as a park sees its own, and as others do not', async () => {
    const month = await read('month?period=2026-03', 'park');
    expect(month).toMatchObject({
      role: 'park',
      reporting: { expected: 3, received: 1 },
      queues: { drafts: null, corrections: null },
    });
    expect(month.queues.notes_missing.map(({ park }: { park: string }) => park)).toEqual(['P01']);
    expect((await read('month?period=2026-03&park=P02', 'park', 403)).code).toBe('forbidden');
    for (const as of ['analyst', 'tenant'] as const) await read('month?period=2026-03', as, 403);
  });
});

// In the year before March 2026: A 215.00, C 410.00, D 50.00, B 40.00.
describe('whom to remind', () => {
  test('is ordered by what they are expected to bring', async () => {
    const found = await read('reminders?period=2026-03');
    const shown = found.rows.map((row: Record<string, unknown>) => [
      row.name_zh,
      row.state,
      row.expected,
      row.share,
      row.cumulative,
      row.coverage_after,
    ]);
    expect(shown).toEqual([
      ['企业D', 'refused', '4.17', '0.069930', '0.555556', '0.944056'],
      ['企业B', 'needs_fixing', '3.33', '0.055944', '1.000000', '1.000000'],
    ]);
    expect([found.months, found.coverage, found.missing]).toEqual([12, '0.874126', '7.50']);
    expect(found.sentence.zh).toBe('前2户占未报额（预计7.50元）的100.0%，报齐后按额覆盖率由87.4%升至100.0%');
  });

  test('by the same month last year, in a park, and as a table for Excel', async () => {
    const same = await read('reminders?period=2026-03&method=same_month&park=P01', 'park');
    expect([same.months, same.missing, same.rows[0].expected]).toEqual([1, '90.00', '50.00']);
    expect((await read('reminders?period=2026-03&park=P02', 'park', 403)).code).toBe('forbidden');
    await read('reminders?period=2026-03', 'analyst', 403);
    const response = await (apps.get('officer') as Server).inject(
      '/api/v1/reminders?period=2026-03&format=csv',
    );
    expect(response.body.split('\r\n')[1]).toBe(
      '1,91330100MA27XL0K6D,企业D,园区P01、园区P02,退回,4.17,0.069930,0.555556,0.944056',
    );
    expect(response.body.charCodeAt(0)).toBe(0xfeff);
  });
});
