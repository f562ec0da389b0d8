import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dimension } from '../catalogue/indicators.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { type Database, openDatabase } from '../warehouse/database.ts';
import { type NewDelivery, type NewFinding, recordDeliveries } from '../warehouse/deliveries.ts';
import { publishRelease } from '../warehouse/publication.ts';
import { noParts, type ReleaseParts } from '../warehouse/releases.ts';
import { openTestServer } from '../warehouse/server.fixture.ts';
import { type AppOptions, buildApp } from './app.ts';
import type { Server } from './server.ts';

/** A warehouse of its own in a real PostgreSQL, with a temporary data folder. */
export interface Warehouse {
  readonly dataDir: string;
  readonly database: Database;
  close(): Promise<void>;
}

export async function openWarehouse(): Promise<Warehouse> {
  const server = await openTestServer('api');
  const { dataDir, databaseUrl } = await server.place();
  const database = await openDatabase({ connectionString: databaseUrl });
  return {
    dataDir,
    database,
    close: async () => {
      await database.close();
      await server.close();
    },
  };
}

/** After every release below but before any of tomorrow. */
export const now = new Date('2026-05-20T00:00:00Z');

export async function openApp(
  database: Database,
  options: Partial<Omit<AppOptions, 'database'>> = {},
): Promise<Server> {
  const app = buildApp({ database, siteDir: null, now: () => now, ...options });
  await app.ready();
  if (!app.answers.enabled) await once(app.answers.events, 'enabled');
  return app;
}

type Codes = Partial<Record<Dimension, string>>;
export type DraftCell = readonly [indicator: string, codes: Codes, value: string | null, reason?: string];

const header = ['indicator', ...dimensions, 'value', 'status', 'reason', 'coverage'].join(',');

export interface DraftOptions {
  readonly parts?: ReleaseParts;
  readonly coverage?: string;
  /** Of cells with a value. */
  readonly status?: 'p' | 'e';
  readonly manifest?: object;
}

/** Publishes cells, given by hand, as the next release of their month. */
export async function publish(
  database: Database,
  period: string,
  at: string,
  cells: readonly DraftCell[],
  { parts = noParts, coverage = '0.750000', status: measured = 'p', manifest = {} }: DraftOptions = {},
): Promise<string> {
  const lines = cells.map(([indicator, codes, value, reason]) => {
    const status = value !== null ? measured : reason === 'NOT_APPLICABLE' ? 'z' : 'x';
    const named = dimensions.map((dimension) => codes[dimension] ?? total);
    return [indicator, ...named, value ?? '', status, reason ?? '', coverage].join(',');
  });
  const text = `${[header, ...lines].join('\n')}\n`;
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-draft-'));
  const path = join(folder, 'draft.csv');
  await writeFile(path, text);
  const { release } = await publishRelease(
    database,
    {
      period,
      observed: { path },
      fingerprint: text,
      inputs: `inputs of ${period}`,
      observations: cells.length,
      parts,
      manifest: { made: 'by hand', period, ...manifest },
    },
    new Date(at),
    null,
  );
  await rm(folder, { recursive: true });
  return release.id;
}

const value = 'trade_value';

/**
 * Two years' first quarters. P01 had measured nothing in January 2025 and did not report in February; the United States
 * appear in March 2026, Germany is gone by then.
 */
export async function publishQuarters(database: Database): Promise<void> {
  await publish(database, '2025-01', '2025-02-12T02:00:00Z', [
    [value, {}, '100.00'],
    [value, { park: 'P01' }, '0.00'],
    ['declarations', {}, '10'],
  ]);
  await publish(database, '2025-02', '2025-03-12T02:00:00Z', [
    [value, {}, '80.00'],
    [value, { park: 'P01' }, null, 'MISSING'],
    ['declarations', {}, '8'],
  ]);
  await publish(database, '2025-03', '2025-04-12T02:00:00Z', [
    [value, {}, '120.25'],
    [value, { park: 'P01' }, '40.00'],
    [value, { partner: 'DEU' }, '10.00'],
    ['declarations', {}, '12'],
  ]);
  await publish(database, '2026-01', '2026-02-12T02:00:00Z', [
    [value, {}, '150.00'],
    [value, { park: 'P01' }, '50.00'],
    ['declarations', {}, '15'],
  ]);
  await publish(database, '2026-02', '2026-03-12T02:00:00Z', [
    [value, {}, '60.00'],
    [value, { park: 'P01' }, '20.00'],
    ['declarations', {}, '6'],
  ]);
  await publish(database, '2026-03', '2026-04-12T02:00:00Z', march());
}

export const march = (city = '180.50'): DraftCell[] => [
  [value, {}, city],
  [value, { park: 'P01' }, '60.50'],
  [value, { mode: '9610' }, '30.50'],
  [value, { mode: '9610', flow: 'export' }, '30.50'],
  [value, { mode: '9610', flow: 'import' }, null, 'MISSING'],
  [value, { mode: '9710' }, '150.00'],
  [value, { partner: 'USA' }, '100.50'],
  [value, { chapter: '61' }, '70.00'],
  ['declarations', {}, '18'],
  ['average_ticket', {}, '3.05'],
  ['reporting_rate', {}, '0.750000'],
];

/** The correction of March 2026: the city's value rises by 20, the chapter goes, a partner comes. */
export const correctedAt = '2026-05-08T02:00:00Z';
export const correctedMarch: DraftCell[] = [
  ...march('200.50').filter(([, { chapter }]) => chapter === undefined),
  [value, { partner: 'FRA' }, '20.00'],
];

export const tenants = [
  '91330100MA27XL0K6A',
  '91330100MA27XL0K6B',
  '91330100MA27XL0K6C',
  '91330100MA27XL0K6D',
];
const [a, b, c, d] = tenants as [string, string, string, string];

/** Three parks, four tenants: A and B in P01, C in P02, D moved from P01 to P02 in the middle of March 2026. */
export async function registerParks({ kysely }: Database): Promise<void> {
  const park = (park_id: string, opened_on: string) => ({
    park_id,
    name_zh: `园区${park_id}`,
    name_en: `Park ${park_id}`,
    type: 'industry_cluster',
    district: '江北区',
    opened_on,
  });
  await kysely
    .insertInto('park')
    .values([park('P01', '2019-05-01'), park('P02', '2021-03-01'), park('P03', '2026-06-01')])
    .execute();
  await kysely
    .insertInto('tenant')
    .values(
      tenants.map((uscc) => ({
        uscc,
        customs_code: null,
        name_zh: `企业${uscc.at(-1)}`,
        kind: '电商企业',
        aliases: '',
      })),
    )
    .execute();
  const member = (uscc: string, park_id: string, from_day: string, to_day: string | null = null) => ({
    uscc,
    park_id,
    from_day,
    to_day,
  });
  await kysely
    .insertInto('membership')
    .values([
      member(a, 'P01', '2024-01-01'),
      member(b, 'P01', '2024-01-01'),
      member(c, 'P02', '2024-01-01'),
      member(d, 'P01', '2024-01-01', '2026-03-15'),
      member(d, 'P02', '2026-03-15'),
    ])
    .execute();
  await kysely
    .insertInto('source')
    .values({
      source_id: 'S-A',
      uscc: a,
      kind: 'inbox',
      location: 'a',
      template: 'line',
      semantics: 'snapshot',
      due_day: 8,
    })
    .execute();
}

export function delivery(
  id: string,
  uscc: string,
  received: string,
  rest: Partial<NewDelivery>,
): NewDelivery {
  return {
    id,
    sha256: id.repeat(8),
    bytes: 1000,
    uscc,
    source_id: null,
    file_name: `${id}.csv`,
    file_time: new Date(received),
    received_at: new Date(received),
    declared_period: '2026-03',
    format: 'csv',
    encoding: 'utf-8',
    template: 'line',
    refusal_id: null,
    refusal_value: null,
    ignored_columns: [],
    rows_read: 0,
    accepted: 0,
    rejected: 0,
    set_aside: 0,
    lake_file: null,
    event_file: null,
    message_file: null,
    event_coverage: [],
    recognition: null,
    part_count: 1,
    relation: 'line',
    kept: 'as_received',
    coverage: [],
    findings: [],
    ...rest,
  };
}

export function finding(
  rule: string,
  of: NewFinding['class'],
  row: number | null,
  rest: Partial<NewFinding> = {},
): NewFinding {
  const nothing = { part: null, period: null, column_name: null, value: null, subject: '' };
  return { rule, class: of, row, ...nothing, ...rest };
}

const covers = (lines: number) => [
  { customs_mode: '9610', flow: 'export', period: '2026-03', lines, rates: [] },
];

/**
 * March 2026: A, due on the 8th, sent on the 9th (late) and corrected it; C sent a nil return on the 10th, in time; D's file
 * was refused; B's had no usable row. So A and C have reported, B and D have not.
 */
export async function recordMarch(database: Database): Promise<void> {
  await recordDeliveries(
    database,
    [
      delivery('d1', a, '2026-04-09T01:00:00Z', {
        source_id: 'S-A',
        rows_read: 5,
        accepted: 5,
        coverage: covers(5),
      }),
      delivery('d2', a, '2026-04-10T01:00:00Z', {
        source_id: 'S-A',
        rows_read: 6,
        accepted: 4,
        rejected: 1,
        set_aside: 1,
        coverage: covers(4),
        findings: [
          finding('hs_chapter', 'must_fix', 3, { column_name: 'hs_code', value: '7700' }),
          finding('totals_row', 'set_aside', 7),
        ],
      }),
      // 23:30 of the 10th in Shanghai.
      delivery('d3', c, '2026-04-10T15:30:00Z', { rows_read: 1, accepted: 1, coverage: covers(0) }),
      delivery('d4', d, '2026-04-05T01:00:00Z', { refusal_id: 'empty_file', refusal_value: '' }),
      delivery('d5', b, '2026-04-06T01:00:00Z', {
        declared_period: null,
        rows_read: 1,
        rejected: 1,
        findings: [finding('required', 'must_fix', 2, { column_name: 'hs_code' })],
      }),
    ],
    [],
    null,
  );
}
